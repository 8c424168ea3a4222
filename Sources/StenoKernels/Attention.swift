/// Scaled dot-product attention of many heads (Vaswani et al. 2017): of each query t,
///
///     y = softmax over visible s of (q_t · k_s / √(D / H)) · v
///
/// Works block by block on what fits the cache; what no query of a block sees is not computed. The attention weights
/// are not kept: the gradient computes them again, which is cheaper than writing and reading them.
///
/// - Parameters:
///   - queries: `[B, T, D]`, heads side by side.
///   - keys: `[B, S, D]`
///   - values: `[B, S, D]`
///   - y: `[B, T, D]`, overwritten.
package func attention(
    queries: Span<Float>, keys: Span<Float>, values: Span<Float>, shape: AttentionShape, mask: AttentionMask,
    dropout: AttentionDropout? = nil, into y: inout MutableSpan<Float>, workers: Workers = .one
) {
    shape.require(queries: queries.count, keys: keys.count, values: values.count, mask: mask)
    let pass = AttentionPass(
        shape: shape, mask: mask, dropout: dropout, queries: queries.address, keys: keys.address,
        values: values.address, positions: nil)
    pass.forward(into: &y, workers: workers)
}

/// The same with relative positions (Dai et al. 2019, section 3.3): the score of query t and key s is
/// `(q_t · k_s + p_t · r_{t-s}) / √(D / H)`.
///
/// - Parameters:
///   - queries: q, the queries with the content bias u added, `[B, T, D]`.
///   - positionQueries: p, the queries with the position bias v added, `[B, T, D]`.
///   - positionKeys: r, the keys of all distances, `[T + S - 1, D]`, from the distance of the last query to the first
///     key down to that of the first query to the last key.
package func relativeAttention(
    queries: Span<Float>, keys: Span<Float>, values: Span<Float>, positionQueries: Span<Float>,
    positionKeys: Span<Float>, shape: AttentionShape, mask: AttentionMask, dropout: AttentionDropout? = nil,
    into y: inout MutableSpan<Float>, workers: Workers = .one
) {
    shape.require(queries: queries.count, keys: keys.count, values: values.count, mask: mask)
    shape.require(positionQueries: positionQueries.count, positionKeys: positionKeys.count)
    let pass = AttentionPass(
        shape: shape, mask: mask, dropout: dropout, queries: queries.address, keys: keys.address,
        values: values.address, positions: (positionQueries.address, positionKeys.address))
    pass.forward(into: &y, workers: workers)
}

/// The gradients of `attention`, overwritten.
///
/// - Parameters:
///   - dy: `[B, T, D]`
///   - dQueries: `[B, T, D]`
///   - dKeys: `[B, S, D]`
///   - dValues: `[B, S, D]`
package func attentionGradient(
    queries: Span<Float>, keys: Span<Float>, values: Span<Float>, shape: AttentionShape, mask: AttentionMask,
    dropout: AttentionDropout? = nil, dy: Span<Float>, dQueries: inout MutableSpan<Float>,
    dKeys: inout MutableSpan<Float>, dValues: inout MutableSpan<Float>, workers: Workers = .one
) {
    shape.require(queries: queries.count, keys: keys.count, values: values.count, mask: mask)
    shape.require(queries: dQueries.count, keys: dKeys.count, values: dValues.count, mask: mask)
    let pass = AttentionPass(
        shape: shape, mask: mask, dropout: dropout, queries: queries.address, keys: keys.address,
        values: values.address, positions: nil)
    let gradients = AttentionGradients(
        queries: dQueries.address, keys: dKeys.address, values: dValues.address, positions: nil)
    pass.backward(dy, into: gradients, workers: workers)
}

/// The gradients of `relativeAttention`, overwritten; that of the keys of distances is added to what is there.
///
/// - Parameters: as for both functions above; `dPositionQueries` `[B, T, D]`, `dPositionKeys` `[T + S - 1, D]`.
package func relativeAttentionGradient(
    queries: Span<Float>, keys: Span<Float>, values: Span<Float>, positionQueries: Span<Float>,
    positionKeys: Span<Float>, shape: AttentionShape, mask: AttentionMask, dropout: AttentionDropout? = nil,
    dy: Span<Float>, dQueries: inout MutableSpan<Float>, dKeys: inout MutableSpan<Float>,
    dValues: inout MutableSpan<Float>, dPositionQueries: inout MutableSpan<Float>,
    dPositionKeys: inout MutableSpan<Float>, workers: Workers = .one
) {
    shape.require(queries: queries.count, keys: keys.count, values: values.count, mask: mask)
    shape.require(queries: dQueries.count, keys: dKeys.count, values: dValues.count, mask: mask)
    shape.require(positionQueries: positionQueries.count, positionKeys: positionKeys.count)
    shape.require(positionQueries: dPositionQueries.count, positionKeys: dPositionKeys.count)
    let pass = AttentionPass(
        shape: shape, mask: mask, dropout: dropout, queries: queries.address, keys: keys.address,
        values: values.address, positions: (positionQueries.address, positionKeys.address))
    let gradients = AttentionGradients(
        queries: dQueries.address, keys: dKeys.address, values: dValues.address,
        positions: (dPositionQueries.address, dPositionKeys.address))
    pass.backward(dy, into: gradients, workers: workers)
}
