#include "CKernels.h"
#include "paths.h"

#include <stdatomic.h>
#include <stddef.h>

/// The best path of the processor; NULL until the first call, which may happen on several threads at once: all of them find
/// the same.
static _Atomic(const ck_path *) chosen = NULL;

static const ck_path *best(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return &ck_avx2;
    }
    return &ck_portable;
#elif defined(__aarch64__)
    return &ck_neon;
#else
    return &ck_portable;
#endif
}

/// Whether the calling thread is to use plain C.
static _Thread_local int is_portable_here = 0;

static const ck_path *path(void) {
    if (is_portable_here) {
        return &ck_portable;
    }
    const ck_path *known = atomic_load_explicit(&chosen, memory_order_acquire);
    if (known != NULL) {
        return known;
    }
    known = best();
    atomic_store_explicit(&chosen, known, memory_order_release);
    return known;
}

int ck_has_wide_vectors(void) { return path() != &ck_portable; }

void ck_use_portable(int is_portable) { is_portable_here = is_portable; }

double ck_dot(const double *a, const double *b, long rows) { return path()->dot(a, b, rows); }

void ck_gram(const double *x, long rows, long columns, double *out, long out_width) {
    path()->gram(x, rows, columns, out, out_width);
}

void ck_correlate(const double *x, long rows, long columns, const double *v, double *out) {
    path()->correlate(x, rows, columns, v, out);
}

void ck_combine(
    const double *x, long rows, const long *selected, const double *factors, long count, double *y) {
    path()->combine(x, rows, selected, factors, count, y);
}

void ck_segment_moments(
    const double *w, const double *t, const long *starts, const double *centers, long count, double *out) {
    const ck_path *current = path();
    for (long i = 0; i < count; i += 1) {
        current->moments(w, t, starts[i], starts[i + 1], centers[i], out + 3 * i);
    }
}

void ck_fourier(
    const double *sines, const double *cosines, long rows, long order, long stride, double *out) {
    path()->fourier(sines, cosines, rows, order, stride, out);
}

void ck_mix(double a, const double *x, double b, const double *y, long rows, double *out) {
    path()->mix(a, x, b, y, rows, out);
}

void ck_sigmoid(const double *z, long rows, double *out) { path()->sigmoid(z, rows, out); }

long ck_split(const double *values, long count, double low, double high, double *inside, long *below) {
    return path()->split(values, count, low, high, inside, below);
}

void ck_random_bits(uint64_t *state, uint64_t *out, long count) {
    path()->random_bits(state, out, count);
}
