#define MODULE_SOURCE /* a failed REQUIRE names the line that called us */
#include "chapters/12_training/checkpoint.h"

#include <string.h>

#include "common/npz.h"

/* What a run depends on: its variant, its rows (the sum of the labels tells
   other rows, and is exact in a float), and the size of a Real. */
enum { SOFTMAX, ZERO_GRAD, ROWS, LABELS, REAL_BYTES, SETTINGS };

static Tensor *
settings_of(Arena *arena, const CeilingRun *run)
{
	Tensor *settings = tensor_zeros(arena, SHAPE(SETTINGS));
	settings->data[SOFTMAX] = run->variant->softmax;
	settings->data[ZERO_GRAD] = run->variant->zero_grad;
	settings->data[ROWS] = (Real)run->labels->shape[0];
	settings->data[LABELS] = (Real)tensor_sum_all(run->labels);
	settings->data[REAL_BYTES] = sizeof(Real);
	return settings;
}

static const char *
with_g(Arena *arena, const char *name)
{
	size_t size = strlen(name) + sizeof ".g";
	char *text = arena_alloc(arena, size, 1);
	snprintf(text, size, "%s.g", name);
	return text;
}

/* What the file holds: views of the run's own tensors, for both directions. */
static NpzEntry *
entries_of(Arena *arena, const CeilingRun *run, size_t *count)
{
	const Parameters *all = &run->parameters;
	NpzEntry *entries = arena_alloc(
	    arena, 2 * all->count + 2, sizeof *entries);
	size_t next = 0;
	for (size_t i = 0; i < all->count; i++) {
		Parameter p = all->at[i];
		entries[next++] = (NpzEntry){p.name, p.tensor};
		entries[next++] = (NpzEntry){
		    with_g(arena, p.name), p.tensor->g};
	}
	entries[next++] = (NpzEntry){
	    "losses", tensor_narrow(arena, run->losses, 0, 0, run->epochs)};
	entries[next++] = (NpzEntry){"settings", settings_of(arena, run)};
	*count = next;
	return entries;
}

bool
checkpoint_write(const CeilingRun *run, const char *path, Error *error)
{
	REQUIRE_GIVEN(run && path && error);
	REQUIRE(run->epochs > 0, "no epoch is done");
	Arena *arena = arena_create("checkpoint");
	size_t count;
	NpzEntry *entries = entries_of(arena, run, &count);
	bool good = npz_write(path, entries, count, error);
	arena_destroy(arena);
	return good;
}

static const Tensor *
find(const NpzEntry *entries, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(entries[i].name, name) == 0 &&
		    entries[i].tensor->ndim == 1)
			return entries[i].tensor;
	return NULL;
}

/* "plain on 6000 rows (labels' sum 27000), float". */
typedef struct {
	char text[120];
} SettingsText;

static SettingsText
settings_text(const Tensor *settings)
{
	const Real *at = settings->data;
	SettingsText text;
	snprintf(text.text, sizeof text.text,
	    "%s%s on %.0f rows (labels' sum %.0f), %s",
	    at[SOFTMAX] != 0 ? "softmax" : "plain",
	    at[ZERO_GRAD] != 0 ? "" : "-kept", (double)at[ROWS],
	    (double)at[LABELS],
	    at[REAL_BYTES] == sizeof(double) ? "double" : "float");
	return text;
}

static bool
check_settings(Arena *arena, const CeilingRun *run, const Tensor *found,
    const char *path, Error *error)
{
	const Tensor *wanted = settings_of(arena, run);
	if (memcmp(found->data, wanted->data, SETTINGS * sizeof(Real)) == 0)
		return true;
	return error_set(error, "%s: a run of %s; expected %s", path,
	    settings_text(found).text, settings_text(wanted).text);
}

/* Losses of the file's run, and room for those of ours. */
static Tensor *
losses_for(const CeilingRun *run, size_t epochs)
{
	size_t limit = run->losses->shape[0];
	return epochs <= limit
		   ? run->losses
		   : tensor_zeros(run->losses->arena, SHAPE(epochs));
}

static bool
read_run(CeilingRun *run, Arena *arena, const char *path, Error *error)
{
	NpzEntry *found;
	size_t count;
	if (!npz_read(arena, path, &found, &count, error))
		return false;
	const Tensor *losses = find(found, count, "losses");
	const Tensor *settings = find(found, count, "settings");
	if (!losses || losses->shape[0] == 0 || !settings ||
	    settings->shape[0] != SETTINGS)
		return error_set(
		    error, "%s: no checkpoint: no losses and settings", path);
	if (!check_settings(arena, run, settings, path, error))
		return false;

	CeilingRun read = *run;
	read.epochs = losses->shape[0];
	read.losses = losses_for(run, read.epochs);
	NpzEntry *entries = entries_of(arena, &read, &count);
	if (!npz_read_into(path, entries, count, error))
		return false;
	*run = read;
	return true;
}

bool
checkpoint_read(CeilingRun *run, const char *path, Error *error)
{
	REQUIRE_GIVEN(run && path && error);
	Arena *arena = arena_create("checkpoint");
	bool good = read_run(run, arena, path, error);
	arena_destroy(arena);
	return good;
}
