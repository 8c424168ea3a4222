package import StenoTensor

extension Tensor {
    /// The mean of `-ln p(label)` over the rows, p being the softmax of each.
    ///
    /// - Parameter labels: The class of each row, `[B]`; `self` is `[B, classes]`.
    package func crossEntropy(_ labels: [Int]) -> Tensor {
        (logSoftmax() * Tensor.oneHot(labels, classes: shape[1])).sum() * (-1 / Float(labels.count))
    }

    /// Rows of zeros with a one at each label, `[B, classes]`.
    package static func oneHot(_ labels: [Int], classes: Int) -> Tensor {
        precondition(
            labels.allSatisfy { (0..<classes).contains($0) }, "labels \(labels) of \(classes) classes")
        var rows = Tensor(repeating: 0, shape: [labels.count, classes])
        var elements = rows.mutableElements
        for (row, label) in labels.enumerated() { elements[row * classes + label] = 1 }
        return rows
    }
}
