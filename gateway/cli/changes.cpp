#include "gateway/cli/changes.hpp"

#include <boost/json.hpp>
#include <ostream>
#include <utility>

#include "gateway/api/percent.hpp"

namespace switchroom::cli {

void tell(const Terminal& terminal, const Change& change, const HttpAnswer* answer) {
  if (change.json) {
    boost::json::object document{{"applied", answer != nullptr}, {"differences", change.differences}};
    boost::system::error_code failure;
    if (answer != nullptr) document["answer"] = boost::json::parse(answer->body, failure);
    terminal.out << boost::json::serialize(document) << '\n';
    return;
  }
  for (const auto& difference : change.differences) terminal.out << std::string_view{difference.as_string()} << '\n';
  if (change.differences.empty()) terminal.out << "nothing changes\n";
}

Exit put_in_force(const Terminal& terminal, const Remote& remote, connectors::OwnedRequest request,
                  const Change& change) {
  remote.authorize(request);
  const auto answer = remote.send(request);
  if (!answer) return Exit::not_reached;
  if (answer->status != 200 && answer->status != 202) return remote.refused(*answer);
  tell(terminal, change, &*answer);
  if (answer->status == 202)
    terminal.err << "stored; it takes effect when the shard's owner is back: " << answer->header("Location") << '\n';
  else
    terminal.err << "applied as version " << answer->header("ETag") << '\n';
  return Exit::done;
}

std::string note_query(const std::string& note) {
  return note.empty() ? std::string{} : "note=" + api::percent_encoded(note);
}

std::expected<boost::json::array, Exit> differences_at(const Remote& remote, const std::string& path,
                                                       const std::string& query) {
  const auto answer = remote.get(path, query);
  if (!answer) return std::unexpected(Exit::not_reached);
  if (answer->status != 200) return std::unexpected(remote.refused(*answer));
  boost::json::object document = object_in(*answer);
  const boost::json::value* differences = document.if_contains("differences");
  if (differences == nullptr || !differences->is_array()) return std::unexpected(remote.refused(*answer));
  return differences->get_array();
}

}  // namespace switchroom::cli
