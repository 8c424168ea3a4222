import Glibc
package import StenoTensor

extension Tensor {
    /// Numbers drawn evenly from `-limit...limit`.
    package static func uniform(
        _ shape: Shape, limit: Float, using generator: inout SeededGenerator
    ) -> Tensor {
        var tensor = Tensor(repeating: 0, shape: shape)
        var elements = tensor.mutableElements
        for index in elements.indices {
            elements[index] = Float.random(in: -limit...limit, using: &generator)
        }
        return tensor
    }

    /// Numbers drawn from a normal distribution of mean 0 (Box and Muller 1958).
    package static func normal(
        _ shape: Shape, deviation: Float, using generator: inout SeededGenerator
    ) -> Tensor {
        var tensor = Tensor(repeating: 0, shape: shape)
        var elements = tensor.mutableElements
        for index in elements.indices {
            let radius = (-2 * log(Double.random(in: 0x1p-53...1, using: &generator))).squareRoot()
            let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
            elements[index] = deviation * Float(radius * cos(angle))
        }
        return tensor
    }
}

extension Parameter {
    /// The weights of a linear or convolutional layer as PyTorch draws them: evenly, within one over the root of the
    /// number of inputs that meet in one output.
    static func weight(_ shape: Shape, fanIn: Int, using generator: inout SeededGenerator) -> Parameter {
        Parameter(.uniform(shape, limit: 1 / Float(fanIn).squareRoot(), using: &generator))
    }

    static func ones(_ shape: Shape) -> Parameter { Parameter(Tensor(repeating: 1, shape: shape)) }
    static func zeros(_ shape: Shape) -> Parameter { Parameter(Tensor(repeating: 0, shape: shape)) }
}
