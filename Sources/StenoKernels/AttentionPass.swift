import CKernels

/// Attention on addresses: one sequence, one head, one block of queries at a time.
struct AttentionPass {
    let shape: AttentionShape
    let mask: AttentionMask
    let dropout: AttentionDropout?
    let queries: UnsafePointer<Float>
    let keys: UnsafePointer<Float>
    let values: UnsafePointer<Float>
    /// Queries for positions, and the keys of all distances.
    let positions: (queries: UnsafePointer<Float>, keys: UnsafePointer<Float>)?

    /// A block of queries of one head, as offsets into the rows of all heads.
    struct Place {
        /// Queries and keys in the block.
        var m, n: Int
        /// The first query, key and distance of the head.
        var query, key, distance: Int
        /// The visible keys of each query, and the first key of the block.
        var visible: ArraySlice<Range<Int>>
        var firstKey: Int
        /// Whether the block has all queries and keys of its sequence.
        var isWhole: Bool
        /// Tells the block from all others of the pass.
        var number: Int

        /// How many distances the block has.
        var distances: Int { m + n - 1 }
    }

    /// Scratch memory: matrices `[m, n]`, and one of the scores of distances.
    struct Scratch {
        var weights, second, third, distances: UnsafeMutablePointer<Float>
    }

    /// Sets one head's columns of one sequence's rows to 0.
    func clear(_ matrix: UnsafeMutablePointer<Float>, rows: Int, _ sequence: Int, _ head: Int) {
        for row in sequence * rows..<(sequence + 1) * rows {
            (matrix + row * shape.width + head * shape.headWidth).update(repeating: 0, count: shape.headWidth)
        }
    }

    /// Calls `body` for every block, the heads shared among the workers: no two heads write to the same place, and
    /// within a head the order is fixed. A worker's heads take turns, since the frames of a sequence lie side by side in
    /// the cache. `before` is called for each sequence and head that is not one block.
    func forEachHead(
        _ workers: Workers, scratchMatrices: Int, before: (_ sequence: Int, _ head: Int) -> Void,
        _ body: (Place, Scratch) -> Void
    ) {
        let blocks = (0..<shape.batch).map {
            mask.blocks(of: $0, queries: shape.queries, hasPositions: positions != nil)
        }
        let largest = blocks.joined().map { $0.queries.count * $0.keys.count }.max() ?? 0
        let widest =
            positions == nil
            ? 0 : blocks.joined().map { $0.queries.count * ($0.queries.count + $0.keys.count) }.max() ?? 0
        let groups = min(workers.count, shape.heads)
        workers.forEach(groups) { group in
            let heads = shape.heads * group / groups..<shape.heads * (group + 1) / groups
            let count = scratchMatrices * largest + widest
            withUnsafeTemporaryAllocation(byteCount: max(1, count) * 4, alignment: 64) { memory in
                guard let base = memory.bindMemory(to: Float.self).baseAddress else { return }
                let scratch = Scratch(
                    weights: base, second: base + largest, third: base + 2 * largest,
                    distances: base + scratchMatrices * largest)
                for (sequence, blocks) in blocks.enumerated() {
                    for head in heads {
                        let places = blocks.map { place($0, sequence, head) }
                        if places.first?.isWhole != true { before(sequence, head) }
                        for place in places { body(place, scratch) }
                    }
                }
            }
        }
    }

    private func place(_ block: AttentionMask.Block, _ sequence: Int, _ head: Int) -> Place {
        let (first, column) = (sequence * shape.queries + block.queries.lowerBound, head * shape.headWidth)
        return Place(
            m: block.queries.count, n: block.keys.count, query: first * shape.width + column,
            key: (sequence * shape.keys + block.keys.lowerBound) * shape.width + column,
            distance: (shape.queries - block.queries.upperBound + block.keys.lowerBound) * shape.width
                + column,
            visible: mask.visible[first..<first + block.queries.count], firstKey: block.keys.lowerBound,
            isWhole: block.queries.count == shape.queries && block.keys.count == shape.keys,
            number: first * shape.heads + head)
    }

    /// The attention weights of a block, `[m, n]`, before dropout; 0 where a key is not visible.
    func weigh(_ place: Place, _ scratch: Scratch) {
        let (m, n) = (place.m, place.n)
        Product(
            m: m, n: n, k: shape.headWidth, a: queries + place.query, aStride: shape.width,
            b: keys + place.key,
            bTransposed: true, bStride: shape.width, c: scratch.weights, alpha: shape.scale
        ).run(on: .one)
        if positions != nil {
            scoreDistances(place, scratch)
            // The distances of query i to the block's keys are neighbours: one row later they start one place earlier.
            for i in 0..<m {
                kernels.addScaled(
                    scratch.distances + i * place.distances + m - 1 - i, 1, scratch.weights + i * n, n)
            }
        }
        let all = place.firstKey..<place.firstKey + n
        if place.visible.allSatisfy({ $0 == all }) {
            return kernels.softmax(scratch.weights, scratch.weights, m, n)
        }
        for (i, visible) in place.visible.enumerated() {
            let (row, first) = (scratch.weights + i * n, visible.lowerBound - place.firstKey)
            row.update(repeating: 0, count: first)
            (row + first + visible.count).update(repeating: 0, count: n - first - visible.count)
            kernels.softmax(row + first, row + first, 1, visible.count)
        }
    }

    /// The scores of all queries of a block with all its distances, `[m, m + n - 1]`.
    func scoreDistances(_ place: Place, _ scratch: Scratch) {
        guard let positions else { return }
        Product(
            m: place.m, n: place.distances, k: shape.headWidth, a: positions.queries + place.query,
            aStride: shape.width, b: positions.keys + place.distance, bTransposed: true, bStride: shape.width,
            c: scratch.distances, alpha: shape.scale
        ).run(on: .one)
    }

    var hasDropout: Bool { (dropout?.probability ?? 0) > 0 }

    /// Applies dropout to a block's weights or their gradient; the mask is drawn into `mask`.
    func drop(_ place: Place, from matrix: UnsafeMutablePointer<Float>, mask: UnsafeMutablePointer<Float>) {
        guard let dropout, hasDropout else { return }
        var memory = MutableSpan(_unsafeStart: mask, count: place.m * place.n)
        fillDropoutMask(
            &memory, probability: dropout.probability,
            seed: dropout.seed &+ UInt64(place.number) &* 0x9E37_79B9_7F4A_7C15)
        kernels.multiply(matrix, mask, matrix, place.m * place.n)
    }
}
