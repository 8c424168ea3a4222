// The kernels for any processor of the target architecture.
#include "int8.h"
#include "tables.h"

#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang fp contract(fast)

// Rows and vectors of columns of C that the registers hold while a product is summed.
#if defined(__x86_64__)
#define TILE_ROWS 3
#else
#define TILE_ROWS 6
#endif
#define TILE_VECTORS 1
#define KERNEL_TABLE stenoBaseline
#include "kernels/all.inc"
