/// The sizes of multi-head attention over a batch of sequences.
///
/// Queries, keys and values keep their heads side by side in one row, `[B, T, D]`; no kernel rearranges them.
package struct AttentionShape: Sendable, Hashable {
    /// B
    package var batch: Int
    /// T
    package var queries: Int
    /// S
    package var keys: Int
    /// H
    package var heads: Int
    /// D, of all heads together.
    package var width: Int

    package init(batch: Int, queries: Int, keys: Int, heads: Int, width: Int) {
        precondition(width % heads == 0, "a width of \(width) is not shared evenly by \(heads) heads")
        self.batch = batch
        self.queries = queries
        self.keys = keys
        self.heads = heads
        self.width = width
    }

    /// How many distances from query to key there are, T + S - 1.
    package var distances: Int { queries + keys - 1 }

    var headWidth: Int { width / heads }
    var scale: Float { 1 / Float(headWidth).squareRoot() }

    func require(queries: Int, keys: Int, values: Int, mask: AttentionMask) {
        requireEqualCounts(queries, batch * self.queries * width)
        requireEqualCounts(keys, values, batch * self.keys * width)
        requireEqualCounts(mask.visible.count, batch * self.queries)
        precondition(
            mask.visible.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= self.keys },
            "a mask that reaches beyond \(self.keys) keys")
    }

    func require(positionQueries: Int, positionKeys: Int) {
        requireEqualCounts(positionQueries, batch * queries * width)
        requireEqualCounts(positionKeys, distances * width)
    }
}

/// Which keys each query sees: always one range. A query that sees none gives 0.
package struct AttentionMask: Sendable, Hashable {
    /// The visible keys of every query, `[B, T]`.
    package let visible: [Range<Int>]

    package init(visible: [Range<Int>]) {
        self.visible = visible
    }

    /// Every query of a sequence sees the whole sequence; those beyond its end see nothing.
    ///
    /// - Parameters:
    ///   - lengths: Frames of each sequence, `[B]`.
    ///   - frames: T, frames of the longest.
    package static func lengths(_ lengths: [Int], frames: Int) -> AttentionMask {
        AttentionMask(
            visible: lengths.flatMap { length in (0..<frames).map { $0 < length ? 0..<length : 0..<0 } })
    }

    /// Frames come in chunks; a query sees its own chunk to the end and a limited number of frames before the chunk.
    ///
    /// - Parameters:
    ///   - chunk: Frames of a chunk.
    ///   - leftContext: Frames before the chunk.
    package static func chunked(
        _ lengths: [Int], frames: Int, chunk: Int, leftContext: Int
    ) -> AttentionMask {
        AttentionMask(
            visible: lengths.flatMap { length in
                (0..<frames).map { frame in
                    let start = frame / chunk * chunk
                    return frame < length ? max(0, start - leftContext)..<min(start + chunk, length) : 0..<0
                }
            })
    }

    /// Every query sees every key.
    package static func everything(batch: Int, queries: Int, keys: Int) -> AttentionMask {
        AttentionMask(visible: Array(repeating: 0..<keys, count: batch * queries))
    }

    /// Consecutive queries of one sequence that are worked on together, and all the keys that any of them sees.
    struct Block {
        var queries: Range<Int>
        var keys: Range<Int>
    }

    private static let scoresInBlock = 64_000

    /// Cuts a sequence where the first visible key changes, but never into blocks of fewer than 32 queries: products
    /// of few rows are slow. Nor into blocks of more than 128, whose scores would no longer fit the cache, nor those of
    /// an hour of speech the memory. Where the scores of more do fit, blocks are larger, since the keys are packed for each;
    /// not so with relative positions, of which a block has more the more queries it has.
    func blocks(of sequence: Int, queries: Int, hasPositions: Bool) -> [Block] {
        var blocks: [Block] = []
        for query in 0..<queries {
            let keys = visible[sequence * queries + query]
            if keys.isEmpty { continue }
            if let last = blocks.last, last.queries.upperBound == query,
                last.queries.count < max(128, hasPositions ? 0 : Self.scoresInBlock / keys.count),
                last.keys.lowerBound == keys.lowerBound || last.queries.count < 32
            {
                let union =
                    min(last.keys.lowerBound, keys.lowerBound)..<max(last.keys.upperBound, keys.upperBound)
                blocks[blocks.count - 1] = Block(queries: last.queries.lowerBound..<(query + 1), keys: union)
            } else {
                blocks.append(Block(queries: query..<(query + 1), keys: keys))
            }
        }
        return blocks
    }
}

/// Dropout of attention weights.
package struct AttentionDropout: Sendable, Hashable {
    /// The share of weights that become zero, in `0..<1`.
    package var probability: Float
    /// Fixes which.
    package var seed: UInt64

    package init(probability: Float, seed: UInt64) {
        self.probability = probability
        self.seed = seed
    }
}
