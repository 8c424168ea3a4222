import Foundation
import StenoTensor

/// A matrix as a picture in gray, dark where values are high.
struct GrayImage {
    private let columns: Int
    private let rows: Int
    /// From the lowest row to the highest, as bitmap files have them.
    private let pixels: [UInt8]

    /// - Parameter values: `[columns, rows]`, such as features over time; row 0 is drawn at the bottom.
    init(_ values: Tensor) {
        let elements = values.array
        (columns, rows) = (values.shape[0], values.shape[1])
        let lowest = elements.min() ?? 0, span = max((elements.max() ?? 1) - lowest, 1e-9)
        let (columns, rows) = (columns, rows)
        pixels = (0..<rows).flatMap { row in
            (0..<columns).map { column in UInt8(255 - 255 * (elements[column * rows + row] - lowest) / span) }
        }
    }

    /// A BMP file of 256 grays as a `data:` address: no compression to write, and every browser shows it.
    var address: String {
        let stride = (columns + 3) / 4 * 4
        let start = 14 + 40 + 4 * 256
        var file: [UInt8] = Array("BM".utf8) + bytes(start + stride * rows, 4) + bytes(0, 4) + bytes(start, 4)
        file += bytes(40, 4) + bytes(columns, 4) + bytes(rows, 4) + bytes(1, 2) + bytes(8, 2) + bytes(0, 4)
        file += bytes(stride * rows, 4) + bytes(2_835, 4) + bytes(2_835, 4) + bytes(256, 4) + bytes(0, 4)
        for gray in 0..<256 { file += [UInt8(gray), UInt8(gray), UInt8(gray), 0] }
        for row in 0..<rows {
            file += pixels[row * columns..<(row + 1) * columns]
            file += [UInt8](repeating: 0, count: stride - columns)
        }
        return "data:image/bmp;base64," + Data(file).base64EncodedString()
    }

    private func bytes(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
