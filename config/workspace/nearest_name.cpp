#include "config/workspace/nearest_name.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace switchroom::workspace {
namespace {

constexpr std::size_t longest = 64;
constexpr std::size_t most_names = 10'000;

using Row = std::array<std::size_t, longest + 1>;

/// Optimal string alignment distance; more than `limit` stands for any larger number. Both are at most `longest` bytes.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::array<Row, 3> rows{};  // of a: two letters ago, one ago, now
  for (std::size_t j = 0; j <= b.size(); ++j) rows[1][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row& now = rows[2];
    now[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({rows[1][j] + 1, now[j - 1] + 1, rows[1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], rows[0][j - 2] + 1);
      least = std::min(least, now[j]);
    }
    if (least > limit) return limit + 1;
    rows[0] = rows[1];
    rows[1] = now;
  }
  return rows[1][b.size()];
}

}  // namespace

std::string_view nearest_name(std::string_view wanted, std::span<const std::string_view> known) {
  if (wanted.empty() || wanted.size() > longest) return {};
  std::size_t best_distance = std::clamp<std::size_t>(wanted.size() / 3, 1, 3) + 1;
  std::string_view best;
  for (const std::string_view name : known.first(std::min(known.size(), most_names))) {
    if (name.size() > longest) continue;
    const std::size_t found = distance(wanted, name, best_distance - 1);
    if (found >= best_distance) continue;
    best_distance = found;
    best = name;
    if (best_distance == 0) break;
  }
  return best;
}

std::string nearest_hint(std::string_view wanted, std::span<const std::string_view> known) {
  const std::string_view name = nearest_name(wanted, known);
  return name.empty() ? std::string{} : "; the nearest is \"" + std::string{name} + '"';
}

}  // namespace switchroom::workspace
