import StenoKernels

extension Tensor {
    /// An affine map of the last axis: `x Wᵀ + b`, one matrix product however many axes there are.
    ///
    /// - Parameters:
    ///   - weight: `[N, K]` or `[N, K, 1]`, `K` being the last extent of `self`.
    ///   - bias: `[N]`.
    /// - Returns: `[…, N]`.
    package func linear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
        let (x, w) = (detached, weight.detached)
        let (rows, outputs, width) = (shape.rows, weight.shape[0], weight.shape[1])
        precondition(shape[-1] == width, "a linear map of \(width) inputs applied to shape \(shape)")
        let y =
            (tape == nil ? weight.parameter?.packed : nil).map { x.affine($0, bias) } ?? x.affine(w, bias)
        return y.derived(from: [self, weight, bias]) { dy, inputs in
            inputs.add(to: 0, shape: x.shape) { dx, accumulates in
                product(dy, w, into: &dx, m: rows, n: width, k: outputs, accumulates: accumulates)
            }
            guard inputs.isWanted(1) else { return inputs.add(dy.columnSums(), to: 2) }
            var dBias = Tensor(repeating: 0, shape: [outputs])
            inputs.add(to: 1, shape: w.shape) { dw, accumulates in
                var db = dBias.mutableElements
                affineGradient(
                    x: x.elements, dy: dy.elements, dWeight: &dw, accumulates: accumulates, dBias: &db,
                    workers: dy.workers)
            }
            inputs.add(dBias, to: 2)
        }
    }

    private func affine(_ weight: InferenceWeights, _ bias: Tensor?) -> Tensor {
        .writing(shape.replacing(axis: -1, with: weight.outputs)) { y in
            if let bias {
                weight.multiply(elements, bias: bias.elements, into: &y, workers: workers)
            } else {
                weight.multiply(elements, into: &y, workers: workers)
            }
        }
    }

    private func affine(_ weight: Tensor, _ bias: Tensor?) -> Tensor {
        let outputs = weight.shape[0]
        return .writing(shape.replacing(axis: -1, with: outputs)) { y in
            product(
                self, weight, transposing: .second, bias: bias, into: &y, m: shape.rows, n: outputs,
                k: shape[-1])
        }
    }

    /// The sums of all rows, `[N]`, off the tape.
    func columnSums() -> Tensor {
        var sums = Tensor(repeating: 0, shape: [shape[-1]])
        var elements = sums.mutableElements
        addColumnSums(of: self.elements, to: &elements)
        return sums
    }
}

/// The kernel on tensors whose axes are taken as the rows and columns given, with the workers of the first.
private func product(
    _ a: Tensor, _ b: Tensor, transposing transposed: TransposedFactors = .none, bias: Tensor? = nil,
    into c: inout MutableSpan<Float>, m: Int, n: Int, k: Int, accumulates: Bool = false
) {
    if let bias {
        matrixProduct(
            a.elements, b.elements, transposing: transposed, bias: bias.elements, into: &c, m: m, n: n, k: k,
            workers: a.workers)
    } else {
        matrixProduct(
            a.elements, b.elements, transposing: transposed, into: &c, m: m, n: n, k: k,
            beta: accumulates ? 1 : 0, workers: a.workers)
    }
}
