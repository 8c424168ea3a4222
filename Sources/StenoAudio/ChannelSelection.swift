/// What becomes of several channels.
public enum ChannelSelection: Sendable, Equatable {
    /// All channels are averaged into one track.
    case mixDown
    /// One channel, counted from 1, is the only track.
    case only(Int)
    /// Each channel is a track of its own.
    case separate

    /// The number of tracks made from so many channels.
    func trackCount(of channelCount: Int) -> Int {
        self == .separate ? channelCount : 1
    }

    /// Turns interleaved channels, `[frames × channelCount]`, into interleaved tracks, `[frames × trackCount]`.
    func select(from interleaved: [Float], channelCount: Int) -> [Float] {
        if channelCount == 1 { return interleaved }
        return switch self {
        case .mixDown: average(of: interleaved, channelCount: channelCount)
        case .only(let channel): samples(ofChannel: channel - 1, in: interleaved, channelCount: channelCount)
        case .separate: interleaved
        }
    }
}

/// Takes interleaved channels apart.
func deinterleaved(_ interleaved: [Float], channelCount: Int) -> [[Float]] {
    if channelCount == 1 { return [interleaved] }
    return (0..<channelCount).map { samples(ofChannel: $0, in: interleaved, channelCount: channelCount) }
}

private func samples(ofChannel channel: Int, in interleaved: [Float], channelCount: Int) -> [Float] {
    stride(from: channel, to: interleaved.count, by: channelCount).map { interleaved[$0] }
}

private func average(of interleaved: [Float], channelCount: Int) -> [Float] {
    let scale = 1 / Float(channelCount)
    return stride(from: 0, to: interleaved.count, by: channelCount).map { first in
        var sum: Float = 0
        for index in first..<(first + channelCount) { sum += interleaved[index] }
        return sum * scale
    }
}
