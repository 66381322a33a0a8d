#include "paths.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

#define CK_PATH ck_avx2
#define CK_TARGET __attribute__((target("avx2,fma")))

typedef __m256d vector;

#define zero() _mm256_setzero_pd()
#define splat(a) _mm256_set1_pd(a)
#define load(p) _mm256_loadu_pd(p)
#define store(p, a) _mm256_storeu_pd(p, a)
#define add(a, b) _mm256_add_pd(a, b)
#define subtract(a, b) _mm256_sub_pd(a, b)
#define multiply(a, b) _mm256_mul_pd(a, b)
/// a * b + c and a * b - c.
#define multiply_add(a, b, c) _mm256_fmadd_pd(a, b, c)
#define multiply_subtract(a, b, c) _mm256_fmsub_pd(a, b, c)

/// The sums of the lanes of four vectors, each (0 + 1) + (2 + 3).
CK_TARGET static inline vector sums(vector a, vector b, vector c, vector d) {
    const vector ab = _mm256_hadd_pd(a, b);
    const vector cd = _mm256_hadd_pd(c, d);
    return _mm256_add_pd(_mm256_blend_pd(ab, cd, 0xC), _mm256_permute2f128_pd(ab, cd, 0x21));
}

#define divide(a, b) _mm256_div_pd(a, b)
#define limit(a, low, high) _mm256_min_pd(_mm256_max_pd(a, low), high)

typedef __m256i bits;

#define load_bits(p) _mm256_loadu_si256((const __m256i *)(p))
#define store_bits(p, a) _mm256_storeu_si256((__m256i *)(p), a)
#define splat_bits(a) _mm256_set1_epi64x(a)
#define add_bits(a, b) _mm256_add_epi64(a, b)
#define exclusive_or(a, b) _mm256_xor_si256(a, b)
#define inclusive_or(a, b) _mm256_or_si256(a, b)
#define shift_left(a, n) _mm256_slli_epi64(a, n)
#define shift_right(a, n) _mm256_srli_epi64(a, n)
#define as_bits(a) _mm256_castpd_si256(a)
#define as_vector(a) _mm256_castsi256_pd(a)

/// For each set of lanes the 32-bit halves that bring them to the front.
static const int32_t fronts[16][8] = {
    {0, 0, 0, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0, 0, 0}, {2, 3, 0, 0, 0, 0, 0, 0}, {0, 1, 2, 3, 0, 0, 0, 0},
    {4, 5, 0, 0, 0, 0, 0, 0}, {0, 1, 4, 5, 0, 0, 0, 0}, {2, 3, 4, 5, 0, 0, 0, 0}, {0, 1, 2, 3, 4, 5, 0, 0},
    {6, 7, 0, 0, 0, 0, 0, 0}, {0, 1, 6, 7, 0, 0, 0, 0}, {2, 3, 6, 7, 0, 0, 0, 0}, {0, 1, 2, 3, 6, 7, 0, 0},
    {4, 5, 6, 7, 0, 0, 0, 0}, {0, 1, 4, 5, 6, 7, 0, 0}, {2, 3, 4, 5, 6, 7, 0, 0}, {0, 1, 2, 3, 4, 5, 6, 7},
};
static const int8_t counts[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};

/// Writes the lanes from low to high to the front of `inside` and counts them and those below.
CK_TARGET static inline long collect(
    const double *values, double low, double high, double *inside, long *below) {
    const vector a = load(values);
    const vector is_low = _mm256_cmp_pd(a, splat(low), _CMP_LT_OQ);
    const vector is_in = _mm256_and_pd(
        _mm256_cmp_pd(a, splat(low), _CMP_GE_OQ), _mm256_cmp_pd(a, splat(high), _CMP_LE_OQ));
    const int lanes = _mm256_movemask_pd(is_in);
    const __m256 halves = _mm256_castpd_ps(a);
    store(inside, _mm256_castps_pd(_mm256_permutevar8x32_ps(halves, load_bits(fronts[lanes]))));
    *below += counts[_mm256_movemask_pd(is_low)];
    return counts[lanes];
}

#include "path_body.h"

#endif
