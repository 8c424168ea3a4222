// The kernels for x86-64 processors with AVX-512 F, BW, DQ and VL.
#include "int8.h"
#include "tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang fp contract(fast)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi2,f16c"))), apply_to = function)

// Rows and vectors of columns of C that the registers hold while a product is summed.
#define TILE_ROWS 12
#define INT8_PRODUCT stenoInt8ProductAVX512
#define TILE_VECTORS 2
#define KERNEL_TABLE stenoAVX512
#define FIRST(count) ((__mmask16)((1u << (count)) - 1))
#define LOAD_FIRST(x, count, fill) ((F16)_mm512_mask_loadu_ps(_mm512_set1_ps(fill), FIRST(count), x))
#define STORE_FIRST(y, v, count) _mm512_mask_storeu_ps(y, FIRST(count), (__m512)(v))
#define QUANTIZED_SIGN stenoInt8SignAVX512()
#define RECIPROCAL(x) ((F16)reciprocal((__m512)(x)))

// A guess of 14 bits and a step of Newton's: a division of sixteen floats keeps its unit busy for longer than that.
static inline __m512 reciprocal(__m512 x) {
    const __m512 guess = _mm512_rcp14_ps(x);
    return _mm512_fmadd_ps(guess, _mm512_fnmadd_ps(x, guess, _mm512_set1_ps(1)), guess);
}

#include "kernels/all.inc"

#pragma clang attribute pop
#endif
