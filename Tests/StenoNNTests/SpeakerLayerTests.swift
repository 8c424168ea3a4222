import Glibc
import StenoNN
import StenoTensor
import StenoTestSupport
import Testing

@Suite("Batch normalization")
struct BatchNormTests {
    @Test("uses the batch while training, and what it observed at inference")
    func modes() {
        let layer = BatchNorm(width: 2, momentum: 1)
        let x = Tensor([1, 10, 3, 10, 5, 40], shape: [1, 3, 2])
        let tape = Tape(seed: 1)
        let trained = layer(x.on(tape))
        // Column 0 has mean 3 and biased variance 8/3, column 1 mean 20 and variance 200.
        let expected: [Float] = [-1.224745, -0.707107, 0, -0.707107, 1.224745, 1.414214]
        #expect(largestDifference(trained.array, expected) < 1e-3)
        tape.applyObservations()
        #expect(largestDifference(layer.runningMean.value.array, [3, 20]) < 1e-5)
        #expect(largestDifference(layer.runningVar.value.array, [4, 300]) < 1e-3)
        let inferred = layer(Tensor([5, 20], shape: [1, 1, 2]))
        #expect(largestDifference(inferred.array, [1, 0]) < 1e-4)
    }
}

@Suite("Statistics pooling")
struct StatisticsPoolingTests {
    @Test("gives means, then deviations")
    func values() {
        let pooled = Tensor([1, 0, 3, 0], shape: [1, 2, 2]).statisticsPooled()
        #expect(pooled.shape == [1, 4])
        #expect(largestDifference(pooled.array, [2, 0, 1, 0.003162]) < 1e-4)
    }

    @Test("has the gradients of finite differences")
    func gradients() {
        let x = Tensor([1, -2, 0.5, 3, 0.2, -1, 2, 1, -1, 0, 0.3, 0.7], shape: [2, 3, 2])
        #expect(gradientError(of: [x]) { $0[0].statisticsPooled() } < 1e-3)
    }

    @Test("weights count a frame as often as they say, whatever their sum")
    func weights() {
        let x = Tensor([1, -2, 3, 0.5], shape: [1, 2, 2])
        let twice = Tensor([1, -2, 1, -2, 3, 0.5], shape: [1, 3, 2]).statisticsPooled()
        let weighted = x.statisticsPooled(weights: Tensor([0.4, 0.2], shape: [1, 2, 1]))
        #expect(largestDifference(weighted.array, twice.array) < 1e-5)
    }

    @Test("has the gradients of finite differences, of the weights too")
    func weightGradients() {
        let x = Tensor([1, -2, 0.5, 3, 0.2, -1, 2, 1, -1, 0, 0.3, 0.7], shape: [2, 3, 2])
        let weights = Tensor([0.5, 0.3, 0.9, 0.2, 0.8, 0.6], shape: [2, 3, 1])
        #expect(gradientError(of: [x, weights]) { $0[0].statisticsPooled(weights: $0[1]) } < 1e-3)
    }
}

@Suite("The angular margin loss")
struct AngularMarginLossTests {
    @Test("without margin is the cross-entropy of the scaled cosines")
    func withoutMargin() {
        let loss = AngularMarginLoss(margin: 0, scale: 2)
        let value = loss(cosines: Tensor([0.5, -0.5, 0.1, 0.3], shape: [2, 2]), classes: [0, 1]).item
        // log(1 + e^(-2)) and log(1 + e^(-0.4)), their mean.
        #expect(abs(value - (0.126928 + 0.513015) / 2) < 1e-5)
    }

    @Test("a margin takes cos(θ + m) for cos θ in the right class only")
    func margin() {
        let loss = AngularMarginLoss(margin: 0.5, scale: 1)
        let value = loss(cosines: Tensor([cos(0.7), 0.2], shape: [1, 2]), classes: [0]).item
        #expect(abs(value - log(1 + exp(0.2 - Float(cos(1.2))))) < 1e-5)
    }

    @Test("has the gradients of finite differences, beyond π - m too")
    func gradients() {
        let loss = AngularMarginLoss(margin: 0.3, scale: 4)
        let cosines = Tensor([0.4, -0.2, 0.1, -0.98, 0.3, 0.5], shape: [2, 3])
        #expect(gradientError(of: [cosines], step: 0.002) { loss(cosines: $0[0], classes: [1, 0]) } < 5e-3)
    }
}
