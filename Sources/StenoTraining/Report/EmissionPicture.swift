import Foundation
import StenoReport
import StenoTensor
import StenoText

/// One utterance: its features over time, and beneath them what the model says at every frame.
struct EmissionPicture {
    var id: String
    var reference: String
    var hypothesis: String
    /// `[T, F]`
    var features: Tensor
    /// Natural-log probabilities, `[T', V]`.
    var emissions: Tensor
    var vocabulary: Vocabulary

    private static let width = 940.0
    private static let height = 120.0

    var html: String {
        """
        <h3>\(id.htmlEscaped)</h3>
        <p>said: <b>\(reference.htmlEscaped)</b><br>understood: <b>\(hypothesis.htmlEscaped)</b></p>
        <img class="features" src="\(GrayImage(features).address)" alt="log-mel energies over time">
        <svg viewBox="0 0 \(Self.width) \(Self.height)" role="img" aria-label="symbol probabilities over time">
        \(curves.joined(separator: "\n"))
        </svg>
        """
    }

    /// The blank in gray, and every symbol that is ever likely with its name at its peak.
    private var curves: [String] {
        let (frames, symbols) = (emissions.shape[0], emissions.shape[1])
        let values = emissions.array
        return (0..<symbols).compactMap { symbol in
            let curve = (0..<frames).map { exp(Double(values[$0 * symbols + symbol])) }
            guard let peak = curve.indices.max(by: { curve[$0] < curve[$1] }), curve[peak] > 0.3 else {
                return nil
            }
            let points = curve.enumerated().map {
                String(format: "%.1f,%.1f", x($0.offset, frames), y($0.element))
            }
            let color = symbol == Vocabulary.blank ? "#bbb" : "hsl(\(symbol * 137 % 360) 70% 40%)"
            let line =
                "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"\(color)\"/>"
            return symbol == Vocabulary.blank ? line : line + labels(of: symbol, curve, color)
        }
    }

    private func labels(of symbol: Int, _ curve: [Double], _ color: String) -> String {
        let name = vocabulary[symbol] == " " ? "␣" : vocabulary[symbol]
        let peaks = curve.indices.filter { frame in
            let neighbors = curve[max(frame - 2, 0)...min(frame + 2, curve.count - 1)]
            return curve[frame] > 0.3 && curve[frame] == neighbors.max()
        }
        return peaks.map { frame in
            "<text x=\"\(x(frame, curve.count))\" y=\"\(y(curve[frame]) - 3)\" fill=\"\(color)\" text-anchor=\"middle\">"
                + "\(name.htmlEscaped)</text>"
        }.joined()
    }

    private func x(_ frame: Int, _ frames: Int) -> Double {
        Self.width * (Double(frame) + 0.5) / Double(max(frames, 1))
    }

    private func y(_ probability: Double) -> Double {
        Self.height - 4 - probability * (Self.height - 20)
    }
}
