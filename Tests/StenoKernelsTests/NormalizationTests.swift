import StenoKernels
import StenoTestSupport
import Testing

@Suite("Layer and batch normalization")
struct NormalizationTests {
    @Test(
        "layer norm and its gradients equal the definition", arguments: InstructionSet.supported,
        [1, 17, 100])
    func layer(set: InstructionSet, columns: Int) {
        let (rows, epsilon) = (4, Float(1e-2))
        let x = numbers(rows * columns, in: 0...3)
        let weight = numbers(columns, seed: 2)
        let bias = numbers(columns, seed: 3)
        let dy = numbers(rows * columns, seed: 4)
        func twin(_ x: [Double], _ weight: [Double], _ bias: [Double]) -> [Double] {
            (0..<rows).flatMap { row -> [Double] in
                let part = x[(row * columns)..<((row + 1) * columns)]
                return normalized(Array(part), epsilon).indices.map {
                    normalized(Array(part), epsilon)[$0] * weight[$0] + bias[$0]
                }
            }
        }
        set.force {
            var mean = [Float](repeating: 0, count: rows)
            var inverse = mean
            var y = [Float](repeating: .nan, count: x.count)
            mutate(&y, &mean, &inverse) { ys, ms, ss in
                layerNorm(
                    x.span, weight: weight.span, bias: bias.span, epsilon: epsilon, into: &ys, mean: &ms,
                    inverseDeviation: &ss)
            }
            let (xd, wd, bd) = (x.map(Double.init), weight.map(Double.init), bias.map(Double.init))
            #expect(largestDifference(y, twin(xd, wd, bd).map { Float($0) }) < 1e-5)
            var dx = dy
            var dWeight = [Float](repeating: 1, count: columns)
            var dBias = [Float](repeating: 1, count: columns)
            mutate(&dx, &dWeight, &dBias) { xs, ws, bs in
                layerNormGradient(
                    x: x.span, weight: weight.span, mean: mean.span, inverseDeviation: inverse.span,
                    gradient: &xs, dWeight: &ws, dBias: &bs)
            }
            func loss(_ y: [Double]) -> Double { zip(y, dy).reduce(0) { $0 + $1.0 * Double($1.1) } }
            let numericalX = numericalGradient(at: xd) { loss(twin($0, wd, bd)) }
            let numericalWeight = numericalGradient(at: wd) { loss(twin(xd, $0, bd)) }
            let numericalBias = numericalGradient(at: bd) { loss(twin(xd, wd, $0)) }
            #expect(largestDifference(dx, numericalX) < 1e-4)
            #expect(largestDifference(dWeight.map { $0 - 1 }, numericalWeight) < 1e-4)
            #expect(largestDifference(dBias.map { $0 - 1 }, numericalBias) < 1e-4)
        }
    }

    @Test("batch norm and its gradients equal the definition", arguments: InstructionSet.supported)
    func batch(set: InstructionSet) {
        let (rows, columns, epsilon) = (7, 18, Float(1e-3))
        let x = numbers(rows * columns, in: 0...3)
        let weight = numbers(columns, seed: 2)
        let bias = numbers(columns, seed: 3)
        let dy = numbers(rows * columns, seed: 4)
        func twin(_ x: [Double], _ weight: [Double], _ bias: [Double]) -> [Double] {
            let columnsNormalized = (0..<columns).map { c in
                normalized((0..<rows).map { x[$0 * columns + c] }, epsilon)
            }
            return x.indices.map {
                columnsNormalized[$0 % columns][$0 / columns] * weight[$0 % columns] + bias[$0 % columns]
            }
        }
        set.force {
            var y = [Float](repeating: .nan, count: x.count)
            var mean = [Float](repeating: .nan, count: columns)
            var variance = mean
            mutate(&y, &mean, &variance) { ys, ms, vs in
                batchNorm(
                    x.span, weight: weight.span, bias: bias.span, epsilon: epsilon, into: &ys, mean: &ms,
                    variance: &vs)
            }
            let (xd, wd, bd) = (x.map(Double.init), weight.map(Double.init), bias.map(Double.init))
            #expect(largestDifference(y, twin(xd, wd, bd).map { Float($0) }) < 1e-5)
            var dx = [Float](repeating: .nan, count: x.count)
            var dWeight = [Float](repeating: 1, count: columns)
            var dBias = [Float](repeating: 1, count: columns)
            mutate(&dx, &dWeight, &dBias) { xs, ws, bs in
                batchNormGradient(
                    x: x.span, weight: weight.span, mean: mean.span, variance: variance.span,
                    epsilon: epsilon,
                    dy: dy.span, into: &xs, dWeight: &ws, dBias: &bs)
            }
            func loss(_ y: [Double]) -> Double { zip(y, dy).reduce(0) { $0 + $1.0 * Double($1.1) } }
            let numericalX = numericalGradient(at: xd) { loss(twin($0, wd, bd)) }
            let numericalWeight = numericalGradient(at: wd) { loss(twin(xd, $0, bd)) }
            let numericalBias = numericalGradient(at: bd) { loss(twin(xd, wd, $0)) }
            #expect(largestDifference(dx, numericalX) < 1e-4)
            #expect(largestDifference(dWeight.map { $0 - 1 }, numericalWeight) < 1e-4)
            #expect(largestDifference(dBias.map { $0 - 1 }, numericalBias) < 1e-4)
        }
    }
}

private func normalized(_ x: [Double], _ epsilon: Float) -> [Double] {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    return x.map { ($0 - mean) / (variance + Double(epsilon)).squareRoot() }
}
