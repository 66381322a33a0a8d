#include "paths.h"

#include <string.h>

// Without this a compiler may fuse products with sums, or not, as its optimisation goes.
#pragma STDC FP_CONTRACT OFF

#define CK_PATH ck_portable
#define CK_TARGET

typedef struct {
    double lanes[CK_WIDTH];
} vector;

#define CK_LANEWISE(expression)                     \
    vector result;                                  \
    for (int i = 0; i < CK_WIDTH; i += 1) {         \
        result.lanes[i] = (expression);             \
    }                                               \
    return result

static inline vector splat(double a) { CK_LANEWISE(a); }
static inline vector zero(void) { return splat(0); }
static inline vector load(const double *p) { CK_LANEWISE(p[i]); }
static inline void store(double *p, vector a) {
    for (int i = 0; i < CK_WIDTH; i += 1) {
        p[i] = a.lanes[i];
    }
}
static inline vector add(vector a, vector b) { CK_LANEWISE(a.lanes[i] + b.lanes[i]); }
static inline vector subtract(vector a, vector b) { CK_LANEWISE(a.lanes[i] - b.lanes[i]); }
static inline vector multiply(vector a, vector b) { CK_LANEWISE(a.lanes[i] * b.lanes[i]); }
/// a * b + c and a * b - c, the product rounded.
static inline vector multiply_add(vector a, vector b, vector c) {
    CK_LANEWISE(a.lanes[i] * b.lanes[i] + c.lanes[i]);
}
static inline vector multiply_subtract(vector a, vector b, vector c) {
    CK_LANEWISE(a.lanes[i] * b.lanes[i] - c.lanes[i]);
}

static inline double total(vector a) {
    return (a.lanes[0] + a.lanes[1]) + (a.lanes[2] + a.lanes[3]);
}

/// The sums of the lanes of four vectors, each (0 + 1) + (2 + 3).
static inline vector sums(vector a, vector b, vector c, vector d) {
    const vector result = {{total(a), total(b), total(c), total(d)}};
    return result;
}

static inline vector divide(vector a, vector b) { CK_LANEWISE(a.lanes[i] / b.lanes[i]); }
static inline double within(double a, double low, double high) {
    return a < low ? low : a > high ? high : a;
}
static inline vector limit(vector a, vector low, vector high) {
    CK_LANEWISE(within(a.lanes[i], low.lanes[i], high.lanes[i]));
}

typedef struct {
    uint64_t lanes[CK_WIDTH];
} bits;

#define CK_BITWISE(expression)                      \
    bits result;                                    \
    for (int i = 0; i < CK_WIDTH; i += 1) {         \
        result.lanes[i] = (expression);             \
    }                                               \
    return result

static inline bits load_bits(const uint64_t *p) { CK_BITWISE(p[i]); }
static inline void store_bits(uint64_t *p, bits a) { memcpy(p, a.lanes, sizeof(a.lanes)); }
static inline bits splat_bits(uint64_t a) { CK_BITWISE(a); }
static inline bits add_bits(bits a, bits b) { CK_BITWISE(a.lanes[i] + b.lanes[i]); }
static inline bits exclusive_or(bits a, bits b) { CK_BITWISE(a.lanes[i] ^ b.lanes[i]); }
static inline bits inclusive_or(bits a, bits b) { CK_BITWISE(a.lanes[i] | b.lanes[i]); }
static inline bits shift_left(bits a, int n) { CK_BITWISE(a.lanes[i] << n); }
static inline bits shift_right(bits a, int n) { CK_BITWISE(a.lanes[i] >> n); }
static inline bits as_bits(vector a) {
    bits result;
    memcpy(result.lanes, a.lanes, sizeof(a.lanes));
    return result;
}
static inline vector as_vector(bits a) {
    vector result;
    memcpy(result.lanes, a.lanes, sizeof(a.lanes));
    return result;
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
