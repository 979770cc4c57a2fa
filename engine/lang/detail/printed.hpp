// What each kind of statement looks like, printed.
#pragma once

#include "engine/lang/detail/page_writer.hpp"
#include "engine/lang/tree.hpp"

namespace headwater::detail {

void write(PageWriter& page, const tree::ModelHeader& header);
void write(PageWriter& page, const tree::CalendarHeader& header);
void write(PageWriter& page, const tree::Horizon& horizon);
void write(PageWriter& page, const tree::UnitDeclaration& unit);
void write(PageWriter& page, const tree::UnitAliases& aliases);
void write(PageWriter& page, const tree::DataFiles& data);
void write(PageWriter& page, const tree::ResultsDates& results);
void write(PageWriter& page, const tree::PipelineDeclaration& pipeline);
void write(PageWriter& page, const tree::TableDeclaration& table);
void write(PageWriter& page, const tree::Section& section);
void write(PageWriter& page, const tree::OneOff& one_off);
void write(PageWriter& page, const tree::OutlookOf& outlook);
void write(PageWriter& page, const tree::Check& check);
void write(PageWriter& page, const tree::Group& group);
void write(PageWriter& page, const tree::Statement& statement);
void write(PageWriter& page, const tree::ScenarioHeader& header);
void write(PageWriter& page, const tree::ModelFile& model);
void write(PageWriter& page, const tree::Extends& extends);
void write(PageWriter& page, const tree::Include& include);
void write(PageWriter& page, const tree::AsOf& as_of);
void write(PageWriter& page, const tree::Why& why);
void write(PageWriter& page, const tree::Operation& operation);
void write(PageWriter& page, const tree::Sweep& sweep);
void write(PageWriter& page, const tree::Tornado& tornado);
void write(PageWriter& page, const tree::Target& target);
void write(PageWriter& page, const tree::Uncertainty& uncertainty);
void write(PageWriter& page, const tree::Sensitivity& sensitivity);
void write(PageWriter& page, const tree::Backtest& backtest);
void write_drawn(PageWriter& page, const tree::Draw& draw);  // behind ~ or uncertain
void write(PageWriter& page, const tree::Declaration& series);
void write(PageWriter& page, const tree::For& loop);
void write(PageWriter& page, const tree::Solve& solve);

}  // namespace headwater::detail
