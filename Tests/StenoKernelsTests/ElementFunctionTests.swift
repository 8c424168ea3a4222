import Foundation
import StenoKernels
import StenoTestSupport
import Testing

@Suite("Element functions")
struct ElementFunctionTests {
    /// In units in the last place; the guide *Kernels* states them.
    static let bounds: [(ElementFunction, Double)] = [
        (.exp, 2), (.log, 2), (.tanh, 2.5), (.sigmoid, 3), (.relu, 0), (.silu, 4),
    ]

    @Test("each is within its stated error over its whole range", arguments: InstructionSet.supported)
    func error(set: InstructionSet) {
        for (function, bound) in Self.bounds {
            let x = sweep(for: function)
            let y = set.force { output(x.count) { apply(function, to: x.span, into: &$0) } }
            var worst = (error: 0.0, x: Float(0))
            for (x, y) in zip(x, y) {
                let error = unitsInLastPlace(y, exact: exact(function, Double(x)))
                if !(error <= worst.error) { worst = (error, x) }
            }
            #expect(worst.error <= bound, "\(function): \(worst.error) ulp at \(worst.x)")
        }
    }

    @Test("gelu is within 3e-7 of the exact value", arguments: InstructionSet.supported)
    func gelu(set: InstructionSet) {
        let x = sweep(for: .gelu)
        let y = set.force { output(x.count) { apply(.gelu, to: x.span, into: &$0) } }
        for (x, y) in zip(x, y) {
            let exact = exact(.gelu, Double(x))
            #expect(abs(Double(y) - exact) <= 3e-7 * max(1, abs(exact)), "at \(x)")
        }
    }

    @Test("infinities and NaN go through as the mathematics says", arguments: InstructionSet.supported)
    func specialValues(set: InstructionSet) {
        func value(_ function: ElementFunction, _ x: Float) -> Float {
            let input = [x]
            return set.force { output(1) { apply(function, to: input.span, into: &$0) }[0] }
        }
        #expect(value(.exp, -.infinity) == 0)
        #expect(value(.exp, .infinity) == .infinity)
        #expect(value(.exp, 88.8) == .infinity)
        #expect(value(.exp, 0) == 1)
        #expect(value(.log, 0) == -.infinity)
        #expect(value(.log, .infinity) == .infinity)
        #expect(value(.log, -1).isNaN)
        #expect(value(.log, 1) == 0)
        #expect(value(.tanh, .infinity) == 1)
        #expect(value(.tanh, -.infinity) == -1)
        #expect(value(.sigmoid, .infinity) == 1)
        #expect(value(.sigmoid, -.infinity) == 0)
        for function in ElementFunction.allCases { #expect(value(function, .nan).isNaN, "\(function)") }
    }

    @Test("derivatives are those of the function", arguments: InstructionSet.supported)
    func derivatives(set: InstructionSet) {
        for function in ElementFunction.allCases {
            let x = numbers(100, in: function == .log ? 0.5...4 : -4...4)
            let dy = numbers(100, seed: 2)
            let y = output(x.count) { apply(function, to: x.span, into: &$0) }
            let saved = function.saved == .input ? x : y
            var dx = dy
            set.force {
                var elements = dx.mutableSpan
                multiply(&elements, byDerivativeOf: function, saved: saved.span)
            }
            let expected = zip(x, dy).map { x, dy in
                let h = 1e-6
                return Float(
                    (exact(function, Double(x) + h) - exact(function, Double(x) - h)) / (2 * h) * Double(dy))
            }
            // tanh loses bits in 1 - y² where y is near 1.
            #expect(largestRelativeDifference(dx, from: expected) < 3e-5, "\(function)")
        }
    }

    @Test("the last elements are handled like the others", arguments: InstructionSet.supported, awkwardCounts)
    func tails(set: InstructionSet, count: Int) {
        let x = numbers(count)
        for function in ElementFunction.allCases where function != .log {
            let y = set.force { output(count) { apply(function, to: x.span, into: &$0) } }
            let expected = x.map { Float(exact(function, Double($0))) }
            #expect(largestDifference(y, expected) < 1e-6, "\(function)")
        }
    }

    private func sweep(for function: ElementFunction) -> [Float] {
        let count = 200_000
        let range: ClosedRange<Float> =
            switch function {
            case .exp: -87.3...88.7
            case .log: 1e-3...1e3
            case .tanh: -12...12
            default: -80...80
            }
        let width = range.upperBound - range.lowerBound
        let even = (0..<count).map { range.lowerBound + width * Float($0) / Float(count - 1) }
        let nearZero = (1...1000).flatMap { [Float($0) * 1e-5, Float($0) * 1e-3] }
        return even + nearZero
            + (function == .log ? [1e-38, 1e38, Float.leastNonzeroMagnitude * 1000] : nearZero.map { -$0 })
    }
}

/// The readable twin, in double precision.
private func exact(_ function: ElementFunction, _ x: Double) -> Double {
    switch function {
    case .exp: Foundation.exp(x)
    case .log: Foundation.log(x)
    case .tanh: Foundation.tanh(x)
    case .sigmoid: 1 / (1 + Foundation.exp(-x))
    case .relu: max(x, 0)
    case .silu: x / (1 + Foundation.exp(-x))
    case .gelu: 0.5 * x * erfc(-x / 2.0.squareRoot())
    }
}
