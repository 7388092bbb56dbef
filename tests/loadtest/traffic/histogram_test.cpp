#include "loadtest/traffic/histogram.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace switchroom::traffic {
namespace {

RC_GTEST_PROP(HistogramProperty, gives_every_quantile_to_three_digits, (const std::vector<std::uint32_t>& raw)) {
  RC_PRE(!raw.empty());
  std::vector<std::int64_t> values;
  Histogram histogram;
  for (const std::uint32_t value : raw) {
    values.push_back(std::int64_t{value} * value % 4'000'000'000'000);  // up to an hour
    histogram.add(values.back());
  }
  std::ranges::sort(values);
  for (const double quantile : {0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::ceil(quantile * static_cast<double>(values.size()))) - 1;
    const std::int64_t exact = values[rank];
    RC_ASSERT(histogram.at(quantile) >= exact);
    RC_ASSERT(histogram.at(quantile) - exact <= exact / 1000);
  }
  RC_ASSERT(histogram.max() == values.back());
}

TEST(Histogram, of_nothing_is_zero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.at(0.99), 0);
  EXPECT_EQ(histogram.max(), 0);
  EXPECT_EQ(histogram.mean(), 0);
}

TEST(Histogram, takes_what_no_clock_should_give) {
  Histogram histogram;
  histogram.add(-5);
  histogram.add(INT64_MAX);
  EXPECT_EQ(histogram.count(), 2U);
  EXPECT_EQ(histogram.at(0.5), 0);
  EXPECT_EQ(histogram.at(1), (std::int64_t{1} << 42) - 1);
}

}  // namespace
}  // namespace switchroom::traffic
