import {
  ArrowDown,
  ArrowLeft,
  CalendarDays,
  Check,
  ChevronDown,
  ChevronUp,
  ChevronsLeft,
  ChevronsRight,
  ClipboardCheck,
  Clock,
  DoorOpen,
  Ellipsis,
  Grid3x3,
  GripVertical,
  Keyboard,
  ListOrdered,
  Lock,
  LogOut,
  Megaphone,
  MessageSquare,
  PanelRight,
  SlidersHorizontal,
  Undo2,
  Users,
  Video,
  VideoOff,
  Vote,
} from 'lucide';
import { icon } from './icon.tsx';

// Only pages for a desk show these: a room does not load them.
export const AgendaIcon = icon(ListOrdered);
export const AnnounceIcon = icon(Megaphone);
export const BackIcon = icon(ArrowLeft);
export const BallotIcon = icon(Vote);
export const CalendarIcon = icon(CalendarDays);
export const CameraIcon = icon(Video);
export const CameraOffIcon = icon(VideoOff);
export const ChatIcon = icon(MessageSquare);
export const ClockIcon = icon(Clock);
export const ConductIcon = icon(SlidersHorizontal);
export const DoneIcon = icon(Check);
export const DownIcon = icon(ChevronDown);
export const GripIcon = icon(GripVertical);
export const KeyboardIcon = icon(Keyboard);
export const LayoutIcon = icon(PanelRight);
export const LeaveIcon = icon(LogOut);
export const LobbyIcon = icon(DoorOpen);
export const LockIcon = icon(Lock);
export const MoreIcon = icon(Ellipsis);
export const NextYearIcon = icon(ChevronsRight);
export const PeopleIcon = icon(Users);
export const PreviousYearIcon = icon(ChevronsLeft);
export const RollCallIcon = icon(ClipboardCheck);
export const ToEndIcon = icon(ArrowDown);
export const UndoIcon = icon(Undo2);
export const UpIcon = icon(ChevronUp);
export const WallIcon = icon(Grid3x3);
