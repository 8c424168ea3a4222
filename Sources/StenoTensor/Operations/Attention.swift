package import StenoKernels

extension Tensor {
    /// Scaled dot-product attention of many heads (Vaswani et al. 2017).
    ///
    /// Dropout of the attention weights is for training only: it does nothing off the tape.
    ///
    /// - Parameters:
    ///   - queries: `[B, T, D]`, heads side by side.
    ///   - keys: `[B, S, D]`
    ///   - values: `[B, S, D]`
    ///   - heads: H
    ///   - mask: Which keys each query sees.
    ///   - dropout: The share of weights that become zero.
    /// - Returns: `[B, T, D]`
    package static func attention(
        queries: Tensor, keys: Tensor, values: Tensor, heads: Int, mask: AttentionMask, dropout: Float = 0
    ) -> Tensor {
        let (q, k, v) = (queries.detached, keys.detached, values.detached)
        let shape = AttentionShape(
            batch: q.shape[0], queries: q.shape[1], keys: k.shape[1], heads: heads, width: q.shape[2])
        let dropout = queries.tape.map { AttentionDropout(probability: dropout, seed: $0.drawSeed()) }
        let y = Tensor.writing(q.shape) { y in
            StenoKernels.attention(
                queries: q.elements, keys: k.elements, values: v.elements, shape: shape, mask: mask,
                dropout: dropout, into: &y, workers: q.workers)
        }
        return y.derived(from: [queries, keys, values]) { dy, inputs in
            var (dq, dk, dv) = (unwritten(q), unwritten(k), unwritten(v))
            var dQueries = dq.mutableElements
            var dKeys = dk.mutableElements
            var dValues = dv.mutableElements
            attentionGradient(
                queries: q.elements, keys: k.elements, values: v.elements, shape: shape, mask: mask,
                dropout: dropout, dy: dy.elements, dQueries: &dQueries, dKeys: &dKeys, dValues: &dValues)
            for (input, gradient) in [dq, dk, dv].enumerated() { inputs.add(gradient, to: input) }
        }
    }

    /// Attention with relative positions (Dai et al. 2019, section 3.3).
    ///
    /// - Parameters: as for `attention`, and
    ///   - queries: With the content bias added.
    ///   - positionQueries: The queries with the position bias added, `[B, T, D]`.
    ///   - positionKeys: The keys of all distances, `[T + S - 1, D]`, from the largest (last query to first key) down.
    package static func relativeAttention(
        queries: Tensor, keys: Tensor, values: Tensor, positionQueries: Tensor, positionKeys: Tensor,
        heads: Int,
        mask: AttentionMask, dropout: Float = 0
    ) -> Tensor {
        let (q, k, v) = (queries.detached, keys.detached, values.detached)
        let (p, r) = (positionQueries.detached, positionKeys.detached)
        let shape = AttentionShape(
            batch: q.shape[0], queries: q.shape[1], keys: k.shape[1], heads: heads, width: q.shape[2])
        let dropout = queries.tape.map { AttentionDropout(probability: dropout, seed: $0.drawSeed()) }
        let y = Tensor.writing(q.shape) { y in
            StenoKernels.relativeAttention(
                queries: q.elements, keys: k.elements, values: v.elements, positionQueries: p.elements,
                positionKeys: r.elements, shape: shape, mask: mask, dropout: dropout, into: &y,
                workers: q.workers)
        }
        return y.derived(from: [queries, keys, values, positionQueries, positionKeys]) { dy, inputs in
            var (dq, dk, dv, dp) = (unwritten(q), unwritten(k), unwritten(v), unwritten(p))
            var dr = Tensor(repeating: 0, shape: r.shape)
            var dQueries = dq.mutableElements
            var dKeys = dk.mutableElements
            var dValues = dv.mutableElements
            var dPositionQueries = dp.mutableElements
            var dPositionKeys = dr.mutableElements
            relativeAttentionGradient(
                queries: q.elements, keys: k.elements, values: v.elements, positionQueries: p.elements,
                positionKeys: r.elements, shape: shape, mask: mask, dropout: dropout, dy: dy.elements,
                dQueries: &dQueries, dKeys: &dKeys, dValues: &dValues, dPositionQueries: &dPositionQueries,
                dPositionKeys: &dPositionKeys)
            for (input, gradient) in [dq, dk, dv, dp, dr].enumerated() { inputs.add(gradient, to: input) }
        }
    }
}

private func unwritten(_ tensor: Tensor) -> Tensor {
    Tensor(uninitialized: tensor.shape)
}
