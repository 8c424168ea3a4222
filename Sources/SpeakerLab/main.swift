import Foundation
import StenoTraining
import StenoSpeakers
import StenoKernels
import StenoNN
func say(_ s: String) { FileHandle.standardOutput.write(Data((s + "\n").utf8)) }

let arguments = CommandLine.arguments
let out = URL(filePath: "/work/runs/speakers/")
switch arguments[1] {
case "prepare":
    print(try SpeakerCorpus().prepare(from: URL(filePath: "/work/shared/data/"), to: out.appending(path: "data")))
case "train":
    let folder = URL(filePath: arguments[2])
    let recipe = try JSONDecoder().decode(SpeakerRecipe.self, from: Data(contentsOf: folder.appending(path: "recipe.json")))
    var trainer = try SpeakerTrainer(recipe, in: folder, workers: Workers(count: 2))
    let start = Date()
    _ = try trainer.train { p, network in
        say("\(p.step) \(p.steps) \(p.loss) \(Date().timeIntervalSince(start))")
        try network.save(to: folder.appending(path: "model.safetensors"))
    }
default: break
}
