// 80 mel bands of a 16-bit mono WAV file of 16 kHz by kaldi-native-fbank, timed as StenoBenchmarks times its own:
// samples in memory to rows in memory, once to warm up, then N times; prints the seconds of each run.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "kaldi-native-fbank/csrc/online-feature.h"

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  std::FILE *file = std::fopen(argv[1], "rb");
  if (!file) return 1;
  std::fseek(file, 44, SEEK_SET);
  std::vector<float> samples;
  int16_t block[4096];
  while (size_t count = std::fread(block, 2, 4096, file)) samples.insert(samples.end(), block, block + count);
  std::fclose(file);
  double checksum = 0;
  for (int run = 0; run <= std::atoi(argv[2]); run++) {
    auto start = std::chrono::steady_clock::now();
    knf::FbankOptions options;
    options.frame_opts.dither = 0;
    options.mel_opts.num_bins = 80;
    options.energy_floor = 0;
    knf::OnlineFbank fbank(options);
    fbank.AcceptWaveform(16000, samples.data(), samples.size());
    fbank.InputFinished();
    for (int frame = 0; frame < fbank.NumFramesReady(); frame++) checksum += fbank.GetFrame(frame)[7];
    std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (run > 0) std::printf("%.6f\n", seconds.count());
  }
  std::fprintf(stderr, "checksum %g\n", checksum);
}
