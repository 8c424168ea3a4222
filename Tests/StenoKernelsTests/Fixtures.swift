import Foundation

/// The contents of a JSON file beside the tests.
func fixture<Contents: Decodable>(_ name: String) throws -> Contents {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    return try JSONDecoder().decode(
        Contents.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
}
