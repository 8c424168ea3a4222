import CKernels

/// A function of one element, with the derivative the tape needs.
package enum ElementFunction: UInt32, CaseIterable, Sendable {
    case exp = 0
    case log
    case tanh
    /// 1 / (1 + e^-x)
    case sigmoid
    /// max(x, 0)
    case relu
    /// x · sigmoid(x)
    case silu
    /// x · Φ(x), Φ the standard normal distribution function (not the tanh approximation).
    case gelu

    /// Which of the forward pass's arrays the derivative is computed from.
    package enum Saved: Sendable { case input, output }

    package var saved: Saved {
        switch self {
        case .exp, .tanh, .sigmoid, .relu: .output
        case .log, .silu, .gelu: .input
        }
    }

    var kernel: StenoElementFunction { StenoElementFunction(rawValue) }
}

/// y = f(x), element by element.
///
/// Errors against the exact value are stated in the guide *Kernels*; a NaN stays a NaN.
package func apply(
    _ function: ElementFunction, to x: Span<Float>, into y: inout MutableSpan<Float>, workers: Workers = .one
) {
    requireEqualCounts(x.count, y.count)
    apply(function, x.address, y.address, count: y.count, workers)
}

/// x = f(x), element by element.
package func apply(_ function: ElementFunction, inPlace x: inout MutableSpan<Float>, workers: Workers = .one)
{
    apply(function, x.address, x.address, count: x.count, workers)
}

private func apply(
    _ function: ElementFunction, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int,
    _ workers: Workers
) {
    workers.forEachStretch(of: count, bytes: 16 * count) { stretch in
        let first = stretch.lowerBound
        kernels.apply(function.kernel, x + first, y + first, stretch.count)
    }
}

/// dx = dy · f'(x), element by element, in place of dy.
///
/// - Parameter saved: x or y, as `function.saved` says.
package func multiply(
    _ gradient: inout MutableSpan<Float>, byDerivativeOf function: ElementFunction, saved: Span<Float>
) {
    requireEqualCounts(saved.count, gradient.count)
    kernels.applyGradient(function.kernel, saved.address, gradient.address, gradient.address, gradient.count)
}
