// What one webhook costs before it is stored: signature and decoding, and, for the traffic generator, composing it.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <new>
#include <string>

#include "connectors/batch.hpp"
#include "connectors/inbound_message_json.hpp"
#include "connectors/registry.hpp"
#include "connectors/signature.hpp"

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* const memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace switchroom;
using namespace switchroom::connectors;

constexpr std::size_t spare_bytes = 64;
constexpr std::size_t body_bytes_min = 500;

/// A composed delivery of at least 500 bytes in a buffer like the gateway's, with room behind the body.
struct Sample {
  explicit Sample(std::string_view kind) : connector(*find_connector(kind)) {
    make_up_settings(connector, credentials);
    draft.id = connector.sample.id;
    draft.from = connector.sample.from;
    draft.name = "Ann Example";
    draft.text = "Hello, my last invoice seems to be wrong. Can you please have a look at it?";
    draft.at_ms = 1'760'000'000'000;
    draft.path = "/hooks/demo/channel";
    request = connector.compose(draft, credentials);
    while (request.body.size() < body_bytes_min) {
      draft.text += " And one more word.";
      request = connector.compose(draft, credentials);
    }
    headers = headers_of(request);
    view = view_of(request, headers);
    buffer = request.body;
    buffer.append(spare_bytes, '\0');
    view.body = std::string_view{buffer}.substr(0, request.body.size());
    view.spare_bytes = spare_bytes;
  }

  const Connector& connector;
  Credentials credentials;
  Draft draft;
  OwnedRequest request;
  std::vector<Header> headers;
  std::string buffer;
  Request view;
};

void verify(benchmark::State& state, std::string_view kind) {
  const Sample sample{kind};
  const Instant now = instant_of_ms(sample.draft.at_ms);
  for (auto _ : state) benchmark::DoNotOptimize(sample.connector.verify(sample.view, sample.credentials, now));
  state.counters["body_bytes"] = static_cast<double>(sample.view.body.size());
}

void decode(benchmark::State& state, std::string_view kind) {
  const Sample sample{kind};
  for (auto _ : state) {
    Result<Delivery> delivery = sample.connector.decode(sample.view, sample.credentials);
    benchmark::DoNotOptimize(delivery);
    if (delivery) recycle(*std::move(delivery));
  }
}

void compose(benchmark::State& state, std::string_view kind) {
  const Sample sample{kind};
  for (auto _ : state) benchmark::DoNotOptimize(sample.connector.compose(sample.draft, sample.credentials));
}

void write_json(benchmark::State& state, std::string_view kind) {
  const Sample sample{kind};
  const Delivery delivery = sample.connector.decode(sample.view, sample.credentials).value();
  std::string out;
  for (auto _ : state) {
    out.clear();
    append_json(delivery.messages.front(), out);
    benchmark::DoNotOptimize(out.data());
  }
}

void hmac_of_500_bytes(benchmark::State& state) {
  const std::string bytes(500, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(hmac(Hash::sha256, Encoding::hex, "app-secret", bytes));
}

/// What a message of each kind costs once the thread has taken one, with its allocations.
void take(benchmark::State& state, std::string_view kind) {
  const Sample sample{kind};
  const Instant now = instant_of_ms(sample.draft.at_ms);
  recycle(sample.connector.decode(sample.view, sample.credentials).value_or(Delivery{}));
  const std::size_t before = allocations;
  for (auto _ : state) {
    benchmark::DoNotOptimize(sample.connector.verify(sample.view, sample.credentials, now));
    Result<Delivery> delivery = sample.connector.decode(sample.view, sample.credentials);
    benchmark::DoNotOptimize(delivery);
    if (delivery) recycle(*std::move(delivery));  // as the gateway does
  }
  state.counters["allocations"] = static_cast<double>(allocations - before) / static_cast<double>(state.iterations());
  state.counters["body_bytes"] = static_cast<double>(sample.view.body.size());
}

[[maybe_unused]] const bool registered = [] {
  for (const Connector* connector : all_connectors())
    for (const auto& [name, run] : {std::pair{"verify/", &verify}, {"decode/", &decode}, {"take/", &take}})
      benchmark::RegisterBenchmark((name + std::string{connector->kind}).c_str(), run, connector->kind);
  return true;
}();

BENCHMARK(hmac_of_500_bytes);
BENCHMARK_CAPTURE(compose, whatsapp, "whatsapp");
BENCHMARK_CAPTURE(compose, twilio, "twilio");
BENCHMARK_CAPTURE(compose, telegram, "telegram");
BENCHMARK_CAPTURE(write_json, whatsapp, "whatsapp");

}  // namespace
