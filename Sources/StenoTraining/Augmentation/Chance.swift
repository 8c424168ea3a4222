import StenoTensor

extension SeededGenerator {
    /// True with the given probability. Draws nothing for a probability of 0.
    mutating func chance(_ probability: Double) -> Bool {
        probability > 0 && Double.random(in: 0..<1, using: &self) < probability
    }

    /// A number between the two bounds of a recipe's range.
    mutating func uniform(_ bounds: [Double]) -> Double {
        Double.random(in: bounds[0]...bounds[1], using: &self)
    }
}
