// The kernels for x86-64 processors with AVX2 and FMA.
#include "int8.h"
#include "tables.h"

#if defined(__x86_64__)
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang fp contract(fast)
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi2,f16c"))), apply_to = function)

// Rows and vectors of columns of C that the registers hold while a product is summed.
#define TILE_ROWS 6
#define INT8_PRODUCT stenoInt8ProductAVX2
#define TILE_VECTORS 1
#define KERNEL_TABLE stenoAVX2
#include "kernels/all.inc"

#pragma clang attribute pop
#endif
