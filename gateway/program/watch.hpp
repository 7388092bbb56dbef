#pragma once
// Turns what the shard tells into metrics, log lines and the channel tables of all threads. The owner's thread.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/operate/log.hpp"
#include "gateway/operate/metrics.hpp"
#include "router/shard/observer.hpp"

namespace switchroom::program {

class Watch final : public shard::Observer {
 public:
  /// Hands a configuration to every thread's channel table.
  using Configure = std::function<void(WorkspaceId, std::shared_ptr<const workspace::Workspace>,
                                       std::shared_ptr<const workspace::Numbering>)>;

  /// Hands over what has to be done outside.
  using Owe = std::function<void(storage::ErrandId, const storage::ErrandRecord&)>;

  /// Hears that the shard is not this process's, or not any more.
  using Lost = std::function<void()>;

  /// Hears that every stored configuration has been handed out; each time the shard was taken.
  using Loaded = std::function<void()>;

  /// Hears whose history has a new message in it.
  using Recorded = std::function<void(CustomerId)>;

  /// `metrics` and `log` outlive the watch.
  Watch(operate::Metrics& metrics, operate::Log& log, std::uint32_t shard, Configure configure, Loaded loaded, Owe owe,
        Lost lost, Recorded recorded);

  void configured(WorkspaceId id, std::uint64_t version, std::shared_ptr<const workspace::Workspace> configuration,
                  std::shared_ptr<const workspace::Numbering> numbering) override;
  void decided(const storage::Decision& decision, std::chrono::steady_clock::duration since_append) override;
  void committed(std::chrono::steady_clock::duration took, std::size_t inputs, std::size_t duplicates) override;
  void folded(std::chrono::steady_clock::duration took, std::size_t inputs) override;
  void swapped(std::chrono::steady_clock::duration waited, std::chrono::steady_clock::duration took) override;
  void compiled_in_place(unsigned documents) override {
    metrics_.configurations_compiled_in_place.Increment(documents);
  }
  void owed(storage::ErrandId id, const storage::ErrandRecord& errand) override { owe_(id, errand); }
  void dead_lettered(std::string_view reason) override;
  void gave_up(storage::HeldKind kind) override;
  void state_changed(std::string_view state) override;
  void alarm(const Error& error) override;

 private:
  struct Names {
    std::string workspace;
    std::shared_ptr<const workspace::Numbering> numbering;
  };
  void count_breach(const storage::Decision& decision);

  std::map<WorkspaceId, Names> names_;
  operate::Metrics& metrics_;
  operate::Log& log_;
  std::uint64_t shard_;
  Configure configure_;
  Loaded loaded_;
  Owe owe_;
  Lost lost_;
  Recorded recorded_;
};

}  // namespace switchroom::program
