import StenoKernels
import StenoTestSupport
import Testing

@Suite("AdamW")
struct AdamWTests {
    @Test(
        "three steps equal the algorithm written out in double precision", arguments: InstructionSet.supported
    )
    func steps(set: InstructionSet) {
        let count = 37
        var parameters = numbers(count, seed: 1)
        var (first, second) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
        var exact = parameters.map(Double.init)
        var (m, v) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
        for step in 1...3 {
            let gradient = numbers(count, seed: UInt64(10 + step))
            let update = AdamWStep(
                learningRate: 0.1, beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.05, step: step,
                gradientScale: 0.5)
            set.force {
                mutate(&parameters, &first, &second) { p, m, v in
                    update.update(&p, gradient: gradient.span, firstMoment: &m, secondMoment: &v)
                }
            }
            for i in 0..<count {
                let g = 0.5 * Double(gradient[i])
                exact[i] -= 0.1 * 0.05 * exact[i]
                m[i] = 0.9 * m[i] + 0.1 * g
                v[i] = 0.98 * v[i] + 0.02 * g * g
                var corrections = (1.0, 1.0)
                for _ in 0..<step { corrections = (corrections.0 * 0.9, corrections.1 * 0.98) }
                let mean = m[i] / (1 - corrections.0)
                let deviation = (v[i] / (1 - corrections.1)).squareRoot()
                exact[i] -= 0.1 * mean / (deviation + 1e-6)
            }
        }
        #expect(largestDifference(parameters, exact.map { Float($0) }) < 1e-5)
    }
}
