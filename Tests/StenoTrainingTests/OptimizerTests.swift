import StenoTensor
import StenoTestSupport
import StenoTraining
import Testing

@Suite("Optimizers")
struct OptimizerTests {
    private func trained(_ recipe: OptimizerRecipe, steps: Int) -> [Float] {
        let parameter = Parameter(Tensor([1, -2], shape: [1, 2]))
        var optimizer = recipe.makeOptimizer(for: [("weight", parameter)])
        for _ in 0..<steps {
            var gradients = Gradients()
            gradients[parameter] = Tensor([0.5, -1], shape: [1, 2])
            optimizer.step(gradients, times: 1, rate: 0.1)
        }
        return parameter.value.array
    }

    @Test("AdamW's first step has the length of the learning rate, plus the decay")
    func adamW() {
        var recipe = OptimizerRecipe()
        recipe.weightDecay = 0.1
        // w - 0.1 (0.1 w + g / |g|), whatever the size of the gradient.
        #expect(largestDifference(trained(recipe, steps: 1), [1 - 0.01 - 0.1, -2 + 0.02 + 0.1]) < 1e-6)
    }

    @Test("SGD with Nesterov momentum takes the steps that its formula says")
    func sgd() {
        var recipe = OptimizerRecipe()
        (recipe.kind, recipe.momentum, recipe.weightDecay) = (.sgd, 0.9, 0)
        // m₁ = g, w₁ = w - η(g + 0.9 g); m₂ = 1.9 g, w₂ = w₁ - η(g + 1.71 g).
        let walked = Float(0.1 * (1.9 + 2.71))
        #expect(largestDifference(trained(recipe, steps: 2), [1 - walked * 0.5, -2 + walked]) < 1e-6)
    }

    @Test("biases and gains do not decay")
    func decay() {
        var recipe = OptimizerRecipe()
        recipe.weightDecay = 0.5
        let bias = Parameter(Tensor([4], shape: [1]))
        var optimizer = recipe.makeOptimizer(for: [("bias", bias)])
        var gradients = Gradients()
        gradients[bias] = Tensor([1], shape: [1])
        optimizer.step(gradients, times: 1, rate: 0.1)
        #expect(abs(bias.value.item - 3.9) < 1e-6)
    }

    @Test(
        "an optimizer restored from its state goes on as the one that was saved",
        arguments: OptimizerRecipe.Kind.allCases)
    func state(kind: OptimizerRecipe.Kind) {
        var recipe = OptimizerRecipe()
        recipe.kind = kind
        let parameters = (0..<2).map { _ in Parameter(Tensor([1, -2], shape: [1, 2])) }
        var optimizers = parameters.map { recipe.makeOptimizer(for: [("weight", $0)]) }
        func step(_ place: Int) {
            var gradients = Gradients()
            gradients[parameters[place]] = Tensor([0.5, parameters[place].value.array[0]], shape: [1, 2])
            optimizers[place].step(gradients, times: 1, rate: 0.1)
        }
        for _ in 0..<3 { step(0) }
        parameters[1].value = parameters[0].value
        optimizers[1].state = optimizers[0].state
        step(0)
        step(1)
        #expect(parameters[0].value.array == parameters[1].value.array)
    }

    @Test("gradients longer than the limit are scaled to it, shorter ones left alone")
    func clipping() {
        var recipe = OptimizerRecipe()
        recipe.clipNorm = 2
        #expect(recipe.clippingFactor(norm: 8) == 0.25)
        #expect(recipe.clippingFactor(norm: 1.5) == 1)
    }
}
