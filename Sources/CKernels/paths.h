/// The implementations among which kernels.c chooses.

#ifndef CK_PATHS_H
#define CK_PATHS_H

#include "CKernels.h"

typedef struct {
    double (*dot)(const double *a, const double *b, long rows);
    void (*gram)(const double *x, long rows, long columns, double *out, long out_width);
    void (*correlate)(const double *x, long rows, long columns, const double *v, double *out);
    void (*combine)(
        const double *x, long rows, const long *selected, const double *factors, long count, double *y);
    void (*moments)(const double *w, const double *t, long first, long end, double s, double *out);
    void (*fourier)(
        const double *sines, const double *cosines, long rows, long order, long stride, double *out);
    void (*mix)(double a, const double *x, double b, const double *y, long rows, double *out);
    void (*sigmoid)(const double *z, long rows, double *out);
    long (*split)(
        const double *values, long count, double low, double high, double *inside, long *below);
    void (*random_bits)(uint64_t *state, uint64_t *out, long count);
} ck_path;

/// Plain C, on every processor.
extern const ck_path ck_portable;

#if defined(__x86_64__)
/// AVX2 with FMA; may be called only where the processor has both.
extern const ck_path ck_avx2;
#elif defined(__aarch64__)
/// NEON, which every arm64 processor has.
extern const ck_path ck_neon;
#endif

#endif
