// The kernels for x86-64 processors with AVX-512 F, BW, DQ and VL.
#include "int8.h"
#include "tables.h"

#if defined(__x86_64__)
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang fp contract(fast)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi2,f16c"))), apply_to = function)

// Rows and vectors of columns of C that the registers hold while a product is summed.
#define TILE_ROWS 12
#define INT8_PRODUCT stenoInt8ProductAVX512
#define TILE_VECTORS 2
#define KERNEL_TABLE stenoAVX512
#include "kernels/all.inc"

#pragma clang attribute pop
#endif
