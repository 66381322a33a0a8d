#include "CKernels.h"

/// So few values are sorted by insertion.
#define FEW 24

#pragma STDC FP_CONTRACT OFF

long ck_ziggurat(
    const uint64_t *bits, long count, const double *widths, const double *edges, double *out,
    int32_t *rejected) {
    long found = 0;
    for (long i = 0; i < count; i += 1) {
        const uint64_t layer = bits[i] & 255;
        const double x = ((double)((int64_t)bits[i] >> 11) + 0.5) * widths[layer];
        out[i] = x;
        rejected[found] = (int32_t)i;
        found += !(__builtin_fabs(x) < edges[layer]);
    }
    return found;
}

double ck_select(double *values, long first, long count, long rank) {
    long last = count - 1;
    while (last - first >= FEW) {
        const double pivot = values[first + (last - first) / 2];
        long left = first;
        long right = last;
        while (left <= right) {
            while (values[left] < pivot) {
                left += 1;
            }
            while (values[right] > pivot) {
                right -= 1;
            }
            if (left <= right) {
                const double other = values[left];
                values[left] = values[right];
                values[right] = other;
                left += 1;
                right -= 1;
            }
        }
        if (rank <= right) {
            last = right;
        } else if (rank >= left) {
            first = left;
        } else {
            return values[rank];
        }
    }
    for (long i = first + 1; i <= last; i += 1) {
        const double value = values[i];
        long place = i;
        while (place > first && values[place - 1] > value) {
            values[place] = values[place - 1];
            place -= 1;
        }
        values[place] = value;
    }
    return values[rank];
}

void ck_select_pair(const double *values, long count, long rank, double *out) {
    double low = -__builtin_inf();
    double high = low;
    for (long i = 0; i < count; i += 1) {
        const double value = values[i];
        int64_t smaller = 0;
        for (long j = 0; j < count; j += 1) {
            smaller += values[j] < value;
        }
        // The order statistic is the largest value with no more than so many smaller ones.
        low = smaller <= rank && value > low ? value : low;
        high = smaller <= rank + 1 && value > high ? value : high;
    }
    out[0] = low;
    out[1] = high;
}
