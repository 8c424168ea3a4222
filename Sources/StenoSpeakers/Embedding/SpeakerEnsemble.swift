package import StenoNN
import StenoTensor

/// The networks of a speaker model, all of one size: what one of them takes for the voice and is the microphone, the others
/// seldom do.
///
/// Each makes an embedding of its own. Scaled to unit length they lie side by side, so that the similarity of two voices
/// is the mean of what the networks say.
package struct SpeakerEnsemble: Module {
    package let members: [SpeakerNetwork]

    package init(members: [SpeakerNetwork]) {
        self.members = members
    }

    /// A single network has the names it has by itself.
    package var parts: [ModulePart] {
        guard members.count > 1 else { return members.flatMap(\.parts) }
        return members.enumerated().map { ModulePart("members.\($0.offset)", .module($0.element)) }
    }

    /// The voice in some speech.
    ///
    /// - Parameter statistics: What each member heard of it, means and then deviations, `[M, 2P]`.
    /// - Returns: `nil` where no member heard anything.
    func embedding(of statistics: Tensor) -> SpeakerEmbedding? {
        SpeakerEmbedding(
            scaling: members.enumerated().flatMap { index, network in
                let vector = network.embeddings(of: statistics.sliced(index..<index + 1, along: 0)).array
                return SpeakerEmbedding(scaling: vector)?.values ?? vector.map { _ in 0 }
            })
    }

    /// A hash of all names and numbers (FNV-1a, 64 bits): two models that differ have different fingerprints.
    var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        func add(_ name: String, _ numbers: Tensor) {
            name.utf8.forEach(add)
            for number in numbers.array {
                for shift in stride(from: UInt32(0), to: 32, by: 8) {
                    add(UInt8(truncatingIfNeeded: number.bitPattern >> shift))
                }
            }
        }
        for (name, parameter) in namedParameters() { add(name, parameter.value) }
        for (name, buffer) in namedBuffers() { add(name, buffer.value) }
        return String(hash, radix: 16)
    }
}
