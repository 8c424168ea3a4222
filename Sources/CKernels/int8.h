#pragma once
#include "CKernels.h"

// y = bias + the scaled sums of one row and one panel of 16 columns.
static inline void StenoStoreInt8Sums(const struct StenoInt8Product *p, long row, long panel, const int32_t sums[16]) {
    const long first = panel * 16, columns = p->n - first < 16 ? p->n - first : 16;
    float *y = p->y + row * p->yStride + first;
    const float *scales = p->weightScales + first;
    for (long c = 0; c < columns; c++)
        y[c] = (float)sums[c] * (p->xScales[row] * scales[c]) + (p->bias ? p->bias[first + c] : 0);
}

#if defined(__x86_64__)
void stenoInt8ProductAVX2(const struct StenoInt8Product *p, long fromPanel, long toPanel);
void stenoInt8ProductAVX512(const struct StenoInt8Product *p, long fromPanel, long toPanel);
#endif
