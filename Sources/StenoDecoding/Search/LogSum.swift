import Glibc

/// How the probabilities of several paths that spell the same labels combine, in natural logarithms.
public enum PathRule: Hashable, Sendable {
    /// Their sum: the probability of the labels themselves (Graves et al. 2006, equation 3).
    case sum
    /// The larger: the probability of the best path alone (Viterbi).
    case max

    @inline(__always)
    func combine(_ a: Float, _ b: Float) -> Float {
        switch self {
        case .sum: logSum(a, b)
        case .max: Swift.max(a, b)
        }
    }
}

/// `log(exp(a) + exp(b))` without overflow; minus infinity stands for an impossible path.
@inline(__always)
func logSum(_ a: Float, _ b: Float) -> Float {
    let (low, high) = a < b ? (a, b) : (b, a)
    // Below 2^-24 of the larger the smaller one is lost in rounding; this also catches minus infinity.
    guard low - high > -16.7 else { return high }
    return high + log1pf(expf(low - high))
}
