import Foundation
package import StenoTensor

/// Sounds with pitch and rhythm that nobody speaks: chords of notes with harmonics, each struck and dying away.
///
/// - Parameter sampleRate: In hertz.
package func generatedMusic(count: Int, sampleRate: Double, using random: inout SeededGenerator) -> [Float] {
    var samples = [Float](repeating: 0, count: count)
    let beat = Double.random(in: 0.12...0.6, using: &random)
    let key = Double.random(in: 80...330, using: &random)
    let scale = [0, 2, 4, 5, 7, 9, 11, 12, 14, 16]
    let brightness = Double.random(in: 0.8...2.5, using: &random)
    let decay = Double.random(in: 0.5...4, using: &random)
    for voice in 0..<Int.random(in: 1...4, using: &random) {
        var time = 0.0
        while time < Double(count) / sampleRate {
            let length = beat * Double([1, 1, 2, 4].randomElement(using: &random) ?? 1)
            let step = Double((scale.randomElement(using: &random) ?? 0) + (voice == 0 ? -12 : 0))
            let pitch = key * pow(2, step / 12)
            let first = Int(time * sampleRate)
            for index in first..<min(count, first + Int(length * sampleRate)) {
                let age = Double(index - first) / sampleRate
                let attack = min(1, age / 0.01) * exp(-age * decay)
                samples[index] += Float(attack * tone(pitch, at: age, brightness, below: sampleRate / 2))
            }
            time += length
        }
    }
    return samples
}

/// A note's waveform: harmonics that fall off by a power of their number.
private func tone(_ pitch: Double, at time: Double, _ brightness: Double, below limit: Double) -> Double {
    var sum = 0.0
    for harmonic in 1...6 where Double(harmonic) * pitch < limit {
        sum += sin(2 * .pi * pitch * Double(harmonic) * time) / pow(Double(harmonic), brightness)
    }
    return sum
}
