// The kernels for any processor of the target architecture.
#include "tables.h"

#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang fp contract(fast)

#define KERNEL_TABLE stenoBaseline
#include "kernels/all.inc"
