import CKernels

/// Where the gradients of attention are written; those of the keys of distances, which all sequences share, are added.
struct AttentionGradients {
    let queries: UnsafeMutablePointer<Float>
    let keys: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Float>
    let positions: (queries: UnsafeMutablePointer<Float>, keys: UnsafeMutablePointer<Float>)?
}

extension AttentionPass {
    func backward(_ dy: Span<Float>, into gradients: AttentionGradients, workers: Workers) {
        requireEqualCounts(dy.count, shape.batch * shape.queries * shape.width)
        let dy = dy.address
        func begin(_ sequence: Int, _ head: Int) {
            clear(gradients.queries, rows: shape.queries, sequence, head)
            clear(gradients.keys, rows: shape.keys, sequence, head)
            clear(gradients.values, rows: shape.keys, sequence, head)
            if let positions = gradients.positions {
                clear(positions.queries, rows: shape.queries, sequence, head)
            }
        }
        forEachHead(workers, scratchMatrices: 3, before: begin) { place, scratch in
            weigh(place, scratch)
            addValueGradient(place, scratch, dy, to: gradients.values)
            scoreGradient(place, scratch, dy)
            addContentGradients(place, scratch, to: gradients)
            if let target = gradients.positions { addPositionGradients(place, scratch, to: target) }
        }
    }

    /// dV += (weights after dropout)ᵀ dy
    private func addValueGradient(
        _ place: Place, _ scratch: Scratch, _ dy: UnsafePointer<Float>,
        to dValues: UnsafeMutablePointer<Float>
    ) {
        var weights = scratch.weights
        if hasDropout {
            weights = scratch.second
            weights.update(from: scratch.weights, count: place.m * place.n)
            drop(place, from: weights, mask: scratch.third)
        }
        Product(
            m: place.n, n: shape.headWidth, k: place.m, a: weights, aTransposed: true, aStride: place.n,
            b: dy + place.query, bStride: shape.width, c: dValues + place.key, cStride: shape.width,
            beta: place.isWhole ? 0 : 1
        ).run(on: .one)
    }

    /// The gradient of the scores before they are scaled, left in `scratch.weights`: dS = W (dW - Σ W dW), dW = dy Vᵀ after
    /// dropout. The products with it scale.
    private func scoreGradient(_ place: Place, _ scratch: Scratch, _ dy: UnsafePointer<Float>) {
        let (m, n) = (place.m, place.n)
        Product(
            m: m, n: n, k: shape.headWidth, a: dy + place.query, aStride: shape.width, b: values + place.key,
            bTransposed: true, bStride: shape.width, c: scratch.second
        ).run(on: .one)
        drop(place, from: scratch.second, mask: scratch.third)
        kernels.softmaxGradient(scratch.weights, scratch.second, scratch.weights, m, n)
    }

    /// dQ += dS K, dK += dSᵀ Q
    private func addContentGradients(_ place: Place, _ scratch: Scratch, to gradients: AttentionGradients) {
        let (m, n, width) = (place.m, place.n, shape.headWidth)
        Product(
            m: m, n: width, k: n, a: scratch.weights, b: keys + place.key, bStride: shape.width,
            c: gradients.queries + place.query, cStride: shape.width, alpha: shape.scale
        ).run(on: .one)
        Product(
            m: n, n: width, k: m, a: scratch.weights, aTransposed: true, aStride: n, b: queries + place.query,
            bStride: shape.width, c: gradients.keys + place.key, cStride: shape.width, alpha: shape.scale,
            beta: place.isWhole ? 0 : 1
        ).run(on: .one)
    }

    /// The same for the scores of distances, whose gradient is dS with every row moved to its own distances.
    private func addPositionGradients(
        _ place: Place, _ scratch: Scratch,
        to target: (queries: UnsafeMutablePointer<Float>, keys: UnsafeMutablePointer<Float>)
    ) {
        guard let positions else { return }
        let (m, n, distances, width) = (place.m, place.n, place.distances, shape.headWidth)
        for i in 0..<m {
            let row = scratch.distances + i * distances
            row.update(repeating: 0, count: distances)
            (row + m - 1 - i).update(from: scratch.weights + i * n, count: n)
        }
        Product(
            m: m, n: width, k: distances, a: scratch.distances, b: positions.keys + place.distance,
            bStride: shape.width, c: target.queries + place.query, cStride: shape.width, alpha: shape.scale
        ).run(on: .one)
        Product(
            m: distances, n: width, k: m, a: scratch.distances, aTransposed: true, aStride: distances,
            b: positions.queries + place.query, bStride: shape.width, c: target.keys + place.distance,
            cStride: shape.width, alpha: shape.scale, beta: 1
        ).run(on: .one)
    }
}
