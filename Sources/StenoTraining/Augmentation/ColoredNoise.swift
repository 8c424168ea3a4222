package import StenoTensor

/// Noise whose spectrum falls with frequency: white (0), or less and less bright.
///
/// One pole turns white noise into noise that falls by 6 dB an octave above the pole's corner, which is what rooms,
/// fans and microphones sound like; drawing the pole at random gives every utterance another background.
package func coloredNoise(count: Int, using random: inout SeededGenerator) -> [Float] {
    let pole = Float.random(in: 0..<0.98, using: &random)
    var last: Float = 0
    return (0..<count).map { _ in
        last = pole * last + Float.random(in: -1...1, using: &random)
        return last
    }
}
