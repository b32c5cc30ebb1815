#pragma once

#include "shell/dialogs/dialog_state.hpp"
#include "shell/frame.hpp"
#include "shell/lessons/lesson_state.hpp"

#include <string>
#include <string_view>

namespace backprop::shell {

/// Share, open, save: the page has dialogs of its own for them, the desktop gets those below.
void open_dialog(Frame& frame, DialogKind kind);

/// Asks for a path to write a text to, on the desktop.
void ask_to_save(Frame& frame, std::string_view name, std::string text);

/// The open dialog, over everything else. Call at the end of the root window.
void draw_dialogs(Frame& frame);

/// Begins the import of rows as text (CSV): the dialog shows them and asks what they mean.
void begin_import(DialogState& state, std::string_view name, std::string_view text);

/// "circle, two hidden layers" becomes "circle-two-hidden-layers.json".
std::string file_name_for(std::string_view experiment_name);

/// True for the names of tables: .csv, .tsv, .txt.
bool is_table_name(std::string_view file_name);

/// The link to an experiment or a lesson that a text is, or an address that ends in one; empty for
/// anything else.
std::string link_in(std::string_view text);

/// Refuses a file by its size alone, before the page reads it: a table beyond k_csv_max_bytes,
/// anything else beyond k_max_text_bytes.
Result<Done> check_file_size(std::string_view name, double bytes);

/// Opens a file's text: rows begin an import, an experiment is loaded by a command, a lesson is
/// asked for. On an error nothing has changed.
Result<Done> open_text(std::string_view name, std::string_view text, DialogState& state,
                       LessonState& lessons, std::vector<Command>& commands);

// The dialogs themselves; each draws its controls and returns false when it is done.
bool draw_share_dialog(Frame& frame, float width);
bool draw_open_dialog(Frame& frame, float width);
bool draw_save_dialog(Frame& frame, float width);
bool draw_import_dialog(Frame& frame, float width);
bool draw_glossary_dialog(Frame& frame, float width);
/// Its list; only when the lessons are here.
void draw_glossary(Frame& frame, float width);
bool draw_keys_dialog(Frame& frame, float width);
bool draw_about_dialog(Frame& frame, float width);

/// The button "?" and its list: tour, glossary, keys, about.
void draw_help_menu(Frame& frame, float width);

/// A text field, role "textbox". True when Enter was pressed.
bool text_field(Frame& frame, std::string_view id, std::string_view label, char* typed,
                std::size_t size, float width, bool read_only = false);

/// The last row: buttons from the right. The index of the one pressed, or −1.
int dialog_buttons(Frame& frame, float width, std::initializer_list<std::string_view> ids,
                   bool first_enabled = true);

/// What happened last, below the controls.
void draw_told(Frame& frame, float width);
void tell(DialogState& state, std::string text, bool is_problem = false);

} // namespace backprop::shell
