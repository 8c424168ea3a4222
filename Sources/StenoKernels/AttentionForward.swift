import CKernels

extension AttentionPass {
    func forward(into y: inout MutableSpan<Float>, workers: Workers) {
        requireEqualCounts(y.count, shape.batch * shape.queries * shape.width)
        let y = y.address
        func begin(_ sequence: Int, _ head: Int) { clear(y, rows: shape.queries, sequence, head) }
        forEachHead(workers, scratchMatrices: hasDropout ? 2 : 1, before: begin) { place, scratch in
            if place.m < Panels.columns || hasDropout {
                attendByRows(place, scratch, into: y + place.query)
            } else {
                attendByColumns(place, scratch, into: y + place.query)
            }
        }
    }

    /// A row of weights for each query: where there are few, and for dropout, whose mask the gradient draws again.
    private func attendByRows(_ place: Place, _ scratch: Scratch, into y: UnsafeMutablePointer<Float>) {
        weigh(place, scratch)
        drop(place, from: scratch.weights, mask: scratch.second)
        Product(
            m: place.m, n: shape.headWidth, k: place.n, a: scratch.weights, b: values + place.key,
            bStride: shape.width, c: y, cStride: shape.width
        ).run(on: .one)
    }

    /// A column of weights for each query, a few at a time: their scores never leave the first cache, no maximum or sum
    /// runs across lanes, and a head's width need not be a multiple of sixteen.
    private func attendByColumns(_ place: Place, _ scratch: Scratch, into y: UnsafeMutablePointer<Float>) {
        let (n, width) = (place.n, shape.headWidth)
        let packedQueries = AlignedMemory(floats: width * Panels.columns * Panels.count(place.m))
        kernels.packMatrix(
            queries + place.query, shape.width, 1, shape.scale, width, place.m, packedQueries.base)
        let valueRows = AlignedMemory(floats: n * Panels.wholeRows(width))
        kernels.packRows(values + place.key, shape.width, n, width, valueRows.base, nil)
        if positions != nil { scoreDistances(place, scratch) }
        let together = Int(STENO_ATTENDING_QUERIES)
        let scores = AlignedMemory(floats: n * together)
        let means = AlignedMemory(floats: width * together)
        for first in stride(from: 0, to: place.m, by: together) {
            let part = first..<min(first + together, place.m)
            if positions != nil { spreadDistances(of: part, place, scratch, over: scores.base) }
            kernels.productInPanels(
                keys + place.key, shape.width, packedQueries.base + first * width, scores.base, n,
                Panels.count(part.count), width, positions == nil ? 0 : 1)
            hide(part, place, in: scores.base)
            kernels.attend(
                scores.base, valueRows.base, means.base, y + first * shape.width, shape.width, part.count, n,
                width)
        }
    }

    /// Panels of scores `[n, 16]` = those of the queries' distances: one query later they start one place earlier.
    private func spreadDistances(
        of part: Range<Int>, _ place: Place, _ scratch: Scratch, over scores: UnsafeMutablePointer<Float>
    ) {
        for first in stride(from: part.lowerBound, to: part.upperBound, by: Panels.columns) {
            let panel = scores + (first - part.lowerBound) * place.n
            let count = min(Panels.columns, part.upperBound - first)
            if count < Panels.columns { panel.update(repeating: 0, count: place.n * Panels.columns) }
            let row = scratch.distances + first * place.distances + place.m - 1 - first
            kernels.transpose(row, place.distances - 1, 1, panel, Panels.columns, count, place.n)
        }
    }

    /// Scores become -infinity where a query does not see the key.
    private func hide(_ part: Range<Int>, _ place: Place, in scores: UnsafeMutablePointer<Float>) {
        for query in part {
            let visible = place.visible[place.visible.startIndex + query]
            let (panel, lane) = (query - part.lowerBound).quotientAndRemainder(dividingBy: Panels.columns)
            let column = scores + panel * place.n * Panels.columns + lane
            let first = visible.lowerBound - place.firstKey
            for key in 0..<first { column[key * Panels.columns] = -.infinity }
            for key in first + visible.count..<place.n { column[key * Panels.columns] = -.infinity }
        }
    }
}
