#include "paths.h"

#if defined(__aarch64__)

#include <arm_neon.h>

#pragma STDC FP_CONTRACT OFF

#define CK_PATH ck_neon
#define CK_TARGET

typedef struct {
    float64x2_t low;
    float64x2_t high;
} vector;

static inline vector pair(float64x2_t low, float64x2_t high) {
    const vector result = {low, high};
    return result;
}

static inline vector zero(void) { return pair(vdupq_n_f64(0), vdupq_n_f64(0)); }
static inline vector splat(double a) { return pair(vdupq_n_f64(a), vdupq_n_f64(a)); }
static inline vector load(const double *p) { return pair(vld1q_f64(p), vld1q_f64(p + 2)); }
static inline void store(double *p, vector a) {
    vst1q_f64(p, a.low);
    vst1q_f64(p + 2, a.high);
}
static inline vector add(vector a, vector b) {
    return pair(vaddq_f64(a.low, b.low), vaddq_f64(a.high, b.high));
}
static inline vector subtract(vector a, vector b) {
    return pair(vsubq_f64(a.low, b.low), vsubq_f64(a.high, b.high));
}
static inline vector multiply(vector a, vector b) {
    return pair(vmulq_f64(a.low, b.low), vmulq_f64(a.high, b.high));
}
/// a * b + c and a * b - c.
static inline vector multiply_add(vector a, vector b, vector c) {
    return pair(vfmaq_f64(c.low, a.low, b.low), vfmaq_f64(c.high, a.high, b.high));
}
static inline vector multiply_subtract(vector a, vector b, vector c) {
    return multiply_add(a, b, pair(vnegq_f64(c.low), vnegq_f64(c.high)));
}

/// The sums of the lanes of four vectors, each (0 + 1) + (2 + 3).
static inline vector sums(vector a, vector b, vector c, vector d) {
    const float64x2_t ab = vaddq_f64(vpaddq_f64(a.low, b.low), vpaddq_f64(a.high, b.high));
    const float64x2_t cd = vaddq_f64(vpaddq_f64(c.low, d.low), vpaddq_f64(c.high, d.high));
    return pair(ab, cd);
}

static inline vector divide(vector a, vector b) {
    return pair(vdivq_f64(a.low, b.low), vdivq_f64(a.high, b.high));
}
static inline vector limit(vector a, vector low, vector high) {
    return pair(
        vminq_f64(vmaxq_f64(a.low, low.low), high.low), vminq_f64(vmaxq_f64(a.high, low.high), high.high));
}

typedef struct {
    uint64x2_t low;
    uint64x2_t high;
} bits;

static inline bits bit_pair(uint64x2_t low, uint64x2_t high) {
    const bits result = {low, high};
    return result;
}

static inline bits load_bits(const uint64_t *p) { return bit_pair(vld1q_u64(p), vld1q_u64(p + 2)); }
static inline void store_bits(uint64_t *p, bits a) {
    vst1q_u64(p, a.low);
    vst1q_u64(p + 2, a.high);
}
static inline bits splat_bits(uint64_t a) { return bit_pair(vdupq_n_u64(a), vdupq_n_u64(a)); }
static inline bits add_bits(bits a, bits b) {
    return bit_pair(vaddq_u64(a.low, b.low), vaddq_u64(a.high, b.high));
}
static inline bits exclusive_or(bits a, bits b) {
    return bit_pair(veorq_u64(a.low, b.low), veorq_u64(a.high, b.high));
}
static inline bits inclusive_or(bits a, bits b) {
    return bit_pair(vorrq_u64(a.low, b.low), vorrq_u64(a.high, b.high));
}
// The instructions need constant distances.
#define shift_left(a, n) bit_pair(vshlq_n_u64((a).low, n), vshlq_n_u64((a).high, n))
#define shift_right(a, n) bit_pair(vshrq_n_u64((a).low, n), vshrq_n_u64((a).high, n))
static inline bits as_bits(vector a) {
    return bit_pair(vreinterpretq_u64_f64(a.low), vreinterpretq_u64_f64(a.high));
}
static inline vector as_vector(bits a) {
    return pair(vreinterpretq_f64_u64(a.low), vreinterpretq_f64_u64(a.high));
}

/// Writes the values from low to high to the front of `inside` and counts them and those below.
static inline long collect(
    const double *values, double low, double high, double *inside, long *below) {
    long count = 0;
    for (int i = 0; i < CK_WIDTH; i += 1) {
        const double a = values[i];
        inside[count] = a;
        count += (a >= low) & (a <= high);
        *below += a < low;
    }
    return count;
}

#include "path_body.h"

#endif
