#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// ln(e^a + e^b); -inf where both are.
func logSum(_ a: Float, _ b: Float) -> Float {
    let (larger, smaller) = a > b ? (a, b) : (b, a)
    return smaller == -.infinity ? larger : larger + log1pf(expf(smaller - larger))
}

func exponential(_ x: Float) -> Float { expf(x) }
