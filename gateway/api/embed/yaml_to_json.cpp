// yaml_to_json IN OUT: a YAML document of ours as JSON, at build time. Plain scalars that are numbers, booleans or null
// become those; quoted ones stay text.

#include <libfyaml.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>

int main(int count, char** arguments) {
  if (count != 3) return std::cerr << "usage: yaml_to_json IN OUT\n", 2;
  const std::unique_ptr<fy_document, decltype(&fy_document_destroy)> document{
      fy_document_build_from_file(nullptr, arguments[1]), fy_document_destroy};
  if (!document) return std::cerr << arguments[1] << " is no YAML\n", 1;
  const std::unique_ptr<char, decltype(&std::free)> json{
      fy_emit_document_to_string(document.get(), static_cast<fy_emitter_cfg_flags>(FYECF_MODE_JSON_ONELINE)),
      std::free};
  if (!json) return std::cerr << arguments[1] << " can't be written as JSON\n", 1;
  std::ofstream out{arguments[2], std::ios::binary};
  out << json.get();
  return out.flush() ? 0 : 1;
}
